package dev.headrace.runtime.task;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A thread that looks now and then whether connectors hold all threads of a pool for long; it is
 * started when that may be so for the first time, and sleeps while a thread is idle. Under the
 * pool's lock.
 */
final class LongTurns {

  /** A connector that has not returned for so long is not waited for by others. */
  static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Lock lock;
  private final Condition called;
  private final Watched pool;
  private boolean started;
  private boolean looking;

  /** A pool whose threads may be held. */
  interface Watched {

    /** Whether there are tasks, and no thread is idle. */
    boolean isHeld();

    /** Finds out which threads are held, and replaces them where others wait for a thread. */
    void relieve();

    /** Whether nothing will ever run in it. */
    boolean isOver();
  }

  LongTurns(Lock lock, Watched pool) {
    this.lock = lock;
    this.called = lock.newCondition();
    this.pool = pool;
  }

  /** All threads are in turns, and they may never come back. */
  void watch() {
    if (!started) {
      started = true;
      Thread.ofPlatform().name("headrace-pool-watch").daemon().start(this::run);
    }
    if (!looking) {
      called.signal();
    }
  }

  /** The pool may be over. */
  void wake() {
    called.signal();
  }

  private void run() {
    lock.lock();
    try {
      while (!pool.isOver()) {
        looking = pool.isHeld();
        if (!looking) {
          called.awaitUninterruptibly();
        } else if (rested()) {
          pool.relieve();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is in run()
  private boolean rested() {
    try {
      called.awaitNanos(LONG_NANOS);
      return true;
    } catch (InterruptedException nobodyDoes) {
      return false;
    }
  }
}
