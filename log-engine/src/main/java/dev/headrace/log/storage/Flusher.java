package dev.headrace.log.storage;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes durable what was appended, on a few threads per data directory. A partition is flushed by
 * one thread at a time, at once when none flushes it; what is appended to it meanwhile shares its
 * next flush. That is group commit without rounds: a slow file delays nobody else, and the file
 * system joins the forces that run at the same time.
 */
final class Flusher implements AutoCloseable {

  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 60;

  private final ThreadPoolExecutor threads;

  Flusher() {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work ->
                Thread.ofPlatform().name("log-flush-" + number.incrementAndGet()).unstarted(work),
            // Once this is closed, whoever closes a partition flushes what is left.
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  /** A task for a partition that is to be flushed whenever that is due. */
  Flushable flushable(Runnable flush) {
    return new Flushable(threads, flush);
  }

  /** Waits for the flushes that are due. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a flush takes longer than " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   *
   *
   * {@snippet :
   * // IDLE ──due──► QUEUED ──► RUNNING ──► IDLE
   * //                 ▲           │due
   * //                 └─────── RUNNING_AND_DUE
   * }
   */
  static final class Flushable implements Runnable {

    private enum State {
      IDLE,
      QUEUED,
      RUNNING,
      RUNNING_AND_DUE
    }

    private final ThreadPoolExecutor threads;
    private final Runnable flush;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    Flushable(ThreadPoolExecutor threads, Runnable flush) {
      this.threads = threads;
      this.flush = flush;
    }

    /** There is something to flush. Any thread. */
    void due() {
      State before =
          state.getAndUpdate(
              now ->
                  switch (now) {
                    case IDLE -> State.QUEUED;
                    case RUNNING -> State.RUNNING_AND_DUE;
                    case QUEUED, RUNNING_AND_DUE -> now;
                  });
      if (before == State.IDLE) {
        threads.execute(this);
      }
    }

    @Override
    public void run() {
      state.set(State.RUNNING);
      try {
        flush.run();
      } finally {
        if (!state.compareAndSet(State.RUNNING, State.IDLE)) {
          state.set(State.QUEUED);
          threads.execute(this);
        }
      }
    }
  }
}
