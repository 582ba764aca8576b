package dev.headrace.log.storage;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Keeps work to so many bytes a second, until it is closed. Thread-safe. */
final class Throttle implements AutoCloseable {

  /** What is not used up of so much time is given away. */
  private static final long MOST_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private long paidUntilNanos;
  private boolean isClosed;

  Throttle(long bytesPerSecond, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    paidUntilNanos = nanoTime.getAsLong();
  }

  /**
   * So many bytes were moved: waits until as many may be.
   *
   * @throws CancellationException when it is closed
   */
  void moved(long bytes) {
    lock.lock();
    try {
      long nanos = (long) ((double) bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
      paidUntilNanos = Math.max(paidUntilNanos, nanoTime.getAsLong() - MOST_SAVED_NANOS) + nanos;
      long left = paidUntilNanos - nanoTime.getAsLong();
      while (!isClosed && left > 0) {
        left = closing.awaitNanos(left);
      }
      if (isClosed) {
        throw new CancellationException("closed");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
