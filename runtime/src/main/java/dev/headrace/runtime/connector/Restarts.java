package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import java.time.Duration;

/**
 * How often something was restarted in a row, and so how long it waits before the next time.
 * Immutable.
 *
 * @param inARow failures since it last went well
 */
record Restarts(int inARow) {

  /** Never failed, or went well since. */
  static final Restarts NONE = new Restarts(0);

  static final Duration FIRST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** How often a failure that nobody foresaw is tried again. */
  static final int BUDGET = 6;

  /** By how much a wait is shortened at most, so that many connectors do not come back at once. */
  private static final double JITTER = 0.25;

  /** What to do after a failure. */
  sealed interface Decision {
    record Again(Duration delay, Restarts next) implements Decision {}

    record GiveUp() implements Decision {}
  }

  /**
   * Decides after a failure.
   *
   * @param patience whether what is transient is tried without end
   * @param random from 0 to below 1
   */
  Decision after(ConnectorException.Kind kind, Patience patience, double random) {
    boolean endless = kind == ConnectorException.Kind.TRANSIENT && patience == Patience.ENDLESS;
    if (kind == ConnectorException.Kind.CONFIGURATION || (!endless && inARow >= BUDGET)) {
      return new Decision.GiveUp();
    }
    long fullMillis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(inARow, 10));
    long millis = Math.round(fullMillis * (1 - JITTER * random));
    return new Decision.Again(Duration.ofMillis(millis), new Restarts(inARow + 1));
  }

  /** Whether somebody waits for the end. */
  enum Patience {
    ENDLESS,
    BUDGETED
  }
}
