package dev.headrace.log.backup;

import java.util.concurrent.atomic.AtomicLong;

/** How far a copy has come; asks it to stop. Thread-safe: one thread copies, others look. */
public final class CopyProgress {

  private final AtomicLong copiedBytes = new AtomicLong();
  private volatile long totalBytes;
  private volatile boolean isCancelled;

  /** Bytes that were copied so far. */
  public long copiedBytes() {
    return copiedBytes.get();
  }

  /** Bytes that there are to copy; 0 while that is not known. */
  public long totalBytes() {
    return totalBytes;
  }

  /** The copy ends soon, and what it has made is deleted. */
  public void cancel() {
    isCancelled = true;
  }

  boolean isCancelled() {
    return isCancelled;
  }

  void begin(long total) {
    totalBytes = total;
  }

  void copied(long bytes) {
    copiedBytes.addAndGet(bytes);
  }
}
