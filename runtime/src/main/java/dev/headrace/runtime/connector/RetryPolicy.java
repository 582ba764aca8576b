package dev.headrace.runtime.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * How long what fails for a transient reason is tried again.
 *
 * @param timeout Connect's {@code errors.retry.timeout}, from the first failure in a row; empty for
 *     without end
 * @param longestDelay Connect's {@code errors.retry.delay.max.ms}
 */
record RetryPolicy(Optional<Duration> timeout, Duration longestDelay) {

  /** Without end, and at least once a minute. */
  static final RetryPolicy DEFAULT = new RetryPolicy(Optional.empty(), Duration.ofMinutes(1));
}
