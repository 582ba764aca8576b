package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often something failed in a row, and so how long it waits before the next time. Immutable.
 *
 * @param inARow failures since it last went well
 * @param sinceNanos when the first of these was, as {@link System#nanoTime()}
 */
record Restarts(int inARow, long sinceNanos) {

  /** Never failed, or went well since. */
  static final Restarts NONE = new Restarts(0, 0);

  static final Duration FIRST = Duration.ofSeconds(1);

  /** How often a failure that nobody foresaw is tried again. */
  static final int BUDGET = 6;

  /** By how much a wait is shortened at most, so that many connectors do not come back at once. */
  private static final double JITTER = 0.25;

  private static final int MOST_DOUBLINGS = 30;

  /** What to do after a failure. */
  sealed interface Decision {
    record Again(Duration delay, Restarts next) implements Decision {
      /** When, as the end of a sentence. */
      String words() {
        return String.format("in %.1f s", delay.toMillis() / 1000.0);
      }
    }

    record GiveUp() implements Decision {}
  }

  /** Whether somebody waits for the end. */
  enum Patience {
    ENDLESS,
    BUDGETED
  }

  /**
   * Decides after a failure.
   *
   * @param patience whether what is transient is tried without end when the policy sets none
   * @param nowNanos as {@link System#nanoTime()}
   * @param random from 0 to below 1
   */
  Decision after(
      ConnectorException.Kind kind,
      RetryPolicy policy,
      Patience patience,
      long nowNanos,
      double random) {
    long since = inARow == 0 ? nowNanos : sinceNanos;
    Duration delay = delay(policy, random);
    boolean again =
        switch (kind) {
          case CONFIGURATION -> false;
          case UNEXPECTED, RECORD -> inARow < BUDGET;
          case TRANSIENT ->
              inTime(policy, patience, Duration.ofNanos(nowNanos - since).plus(delay));
        };
    return again
        ? new Decision.Again(delay, new Restarts(inARow + 1, since))
        : new Decision.GiveUp();
  }

  private boolean inTime(RetryPolicy policy, Patience patience, Duration next) {
    Optional<Duration> timeout = policy.timeout();
    return timeout.isPresent()
        ? next.compareTo(timeout.get()) <= 0
        : patience == Patience.ENDLESS || inARow < BUDGET;
  }

  private Duration delay(RetryPolicy policy, double random) {
    long doubled = FIRST.toMillis() << Math.min(inARow, MOST_DOUBLINGS);
    long fullMillis = Math.min(policy.longestDelay().toMillis(), doubled);
    return Duration.ofMillis(Math.round(fullMillis * (1 - JITTER * random)));
  }
}
