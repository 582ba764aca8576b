package dev.headrace.runtime.log.embedded;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells a waiting reader that there may be data, or that it shall return. Thread-safe. */
final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean raised;
  private boolean wakeup;
  private volatile Runnable listener = () -> {};

  /** There may be data. */
  void raise() {
    lock.lock();
    try {
      raised = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  void wakeup() {
    lock.lock();
    try {
      wakeup = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code each} whenever the signal is raised, on the thread that raises it. */
  void onRaise(Runnable each) {
    listener = each;
  }

  /** Before a look at the data: what comes after it raises the signal again. */
  void lower() {
    lock.lock();
    try {
      raised = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the reader shall return; asked once per wakeup. */
  boolean isWakeup() {
    lock.lock();
    try {
      boolean was = wakeup;
      wakeup = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the signal.
   *
   * @return whether there may be data; false at the deadline, on a wakeup, and when interrupted
   */
  boolean await(long deadlineNanos) {
    lock.lock();
    try {
      while (!raised && !wakeup) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
          return raised;
        }
      }
      if (wakeup) {
        wakeup = false;
        return false;
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
