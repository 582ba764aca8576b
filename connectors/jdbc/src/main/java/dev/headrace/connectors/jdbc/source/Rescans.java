package dev.headrace.connectors.jdbc.source;

/**
 * Says when to look at all rows above the floor again, though old transactions are open yet: so
 * seldom that it takes a tenth of the time. One thread.
 */
final class Rescans {

  private static final int SHARE = 10;

  private long beganNanos;
  private long dueNanos = System.nanoTime();

  void begins(boolean everything) {
    if (everything) {
      beganNanos = System.nanoTime();
    }
  }

  void ended(boolean everything) {
    if (everything) {
      long now = System.nanoTime();
      dueNanos = now + (SHARE - 1) * (now - beganNanos);
    }
  }

  boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }
}
