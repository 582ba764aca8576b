package dev.headrace.log.server;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes that requests on their way in may take together. Whole requests are reserved before
 * their bytes are read, so that what was begun can also be finished. Thread-safe; the lock is held
 * for some instructions, once or twice per long request.
 */
final class RequestBudget {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long availableBytes;

  RequestBudget(long totalBytes) {
    this.availableBytes = totalBytes;
  }

  /**
   * Takes the bytes, or has {@code retry} called once when some have come back; it must only hand
   * over to another thread.
   */
  synchronized boolean tryReserve(int bytes, Runnable retry) {
    if (bytes <= availableBytes) {
      availableBytes -= bytes;
      return true;
    }
    waiting.add(retry);
    return false;
  }

  void release(int bytes) {
    Queue<Runnable> retries;
    synchronized (this) {
      availableBytes += bytes;
      if (waiting.isEmpty()) {
        return;
      }
      retries = new ArrayDeque<>(waiting);
      waiting.clear();
    }
    retries.forEach(Runnable::run);
  }

  synchronized long availableBytes() {
    return availableBytes;
  }
}
