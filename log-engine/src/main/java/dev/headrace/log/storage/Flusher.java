package dev.headrace.log.storage;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable what was appended, on a few threads per data directory. A partition is flushed by
 * one thread at a time, at once when none flushes it, or after a moment in which as many gather as
 * the last time; what is appended to it meanwhile shares its next flush. That is group commit
 * without rounds: a slow file delays nobody else, and the file system joins the forces that run at
 * the same time.
 */
final class Flusher implements AutoCloseable {

  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 60;

  /** Long enough for a client that was answered to send what it has next. */
  private static final Duration GATHER = Duration.ofNanos(250_000);

  private final ThreadPoolExecutor threads;
  private final long gatherNanos;
  private final LongSupplier nanoTime;

  Flusher() {
    this(GATHER, System::nanoTime);
  }

  /**
   * @param gather how long a flush waits at most for those who shared the last one
   */
  Flusher(Duration gather, LongSupplier nanoTime) {
    this.gatherNanos = gather.toNanos();
    this.nanoTime = nanoTime;
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
    return new Flushable(flush);
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
   * Whoever calls {@link #due} has appended something and waits for it to be on disk. Where several
   * do so in turn, as a client with some requests on their way does, a flush that began with the
   * first of them would leave the others to the next: so a flush waits, for a moment, until as many
   * are there as shared the last one.
   *
   * {@snippet :
   * // IDLE ──due──► QUEUED ──► RUNNING ──► IDLE
   * //                 ▲           │due
   * //                 └─────── RUNNING_AND_DUE
   * }
   */
  final class Flushable implements Runnable {

    private enum State {
      IDLE,
      /** Until the flush begins, the wait for company included. */
      QUEUED,
      RUNNING,
      RUNNING_AND_DUE
    }

    private final Runnable flush;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /** How many came since the last flush began. */
    private final AtomicInteger came = new AtomicInteger();

    private volatile @Nullable Thread gathering;

    /** How many shared the last flush, and how long it took; written by the flushing thread. */
    private volatile int company;

    private long lastNanos;

    private Flushable(Runnable flush) {
      this.flush = flush;
    }

    /** There is something to flush. Any thread. */
    void due() {
      boolean isComplete = came.incrementAndGet() >= company;
      Thread waiting = gathering;
      if (isComplete && waiting != null) {
        LockSupport.unpark(waiting);
      }
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
      gather();
      state.set(State.RUNNING);
      company = came.getAndSet(0);
      long beganNanos = nanoTime.getAsLong();
      try {
        flush.run();
      } finally {
        lastNanos = nanoTime.getAsLong() - beganNanos;
        if (!state.compareAndSet(State.RUNNING, State.IDLE)) {
          state.set(State.QUEUED);
          threads.execute(this);
        }
      }
    }

    /**
     * No longer than a flush takes, so that it never costs more than the flush it saves; and not at
     * all when other partitions wait for a thread.
     */
    private void gather() {
      if (!threads.getQueue().isEmpty()) {
        return;
      }
      long deadlineNanos = nanoTime.getAsLong() + Math.min(gatherNanos, lastNanos);
      gathering = Thread.currentThread();
      long leftNanos = deadlineNanos - nanoTime.getAsLong();
      while (came.get() < company && leftNanos > 0) {
        LockSupport.parkNanos(this, leftNanos);
        leftNanos = deadlineNanos - nanoTime.getAsLong();
      }
      gathering = null;
    }
  }
}
