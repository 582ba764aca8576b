package dev.headrace.connectors.http.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: twice as long each time, up to {@value #LONGEST_MILLIS} ms, and
 * at random within half of that, so that senders do not come back all at once.
 */
record Backoff(Duration first, RandomGenerator random) {

  static final long LONGEST_MILLIS = 30_000;

  /**
   * The wait in nanoseconds.
   *
   * @param failures how many there were, at least 1
   */
  long nanos(int failures) {
    double millis =
        Math.min(LONGEST_MILLIS, first.toMillis() * Math.pow(2, Math.min(failures - 1, 30)));
    return (long) ((0.5 + random.nextDouble() / 2) * millis * 1_000_000);
  }
}
