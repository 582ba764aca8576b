package dev.headrace.log.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes in memory of answers that wait to be sent, over all connections. Each connection that
 * has taken all of its answers may ask for the next one, whatever others hold; so nobody waits for
 * a client that does not read. Thread-safe; no lock.
 */
final class ResponseBudget {

  /** With so many times the budget the connection is closed whose answer comes next. */
  private static final int LAST_RESORT = 2;

  private final long totalBytes;
  private final AtomicLong heldBytes = new AtomicLong();

  ResponseBudget(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  void hold(long bytes) {
    heldBytes.addAndGet(bytes);
  }

  void release(long bytes) {
    heldBytes.addAndGet(-bytes);
  }

  /** Whether those who have not taken their answers get no more. */
  boolean isExceeded() {
    return heldBytes.get() > totalBytes;
  }

  /** Whether an answer cannot be kept for its client. */
  boolean hasNoRoomFor(long bytes) {
    return heldBytes.get() + bytes > LAST_RESORT * totalBytes;
  }

  long heldBytes() {
    return heldBytes.get();
  }
}
