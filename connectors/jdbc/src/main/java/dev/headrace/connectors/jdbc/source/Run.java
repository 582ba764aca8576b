package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ReadMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When the courses of one reader may look again. One thread. */
final class Run {

  private final ReadMode mode;
  private final Duration pollInterval;
  private final InstantSource clock;
  private Instant due = Instant.MIN;

  Run(ReadMode mode, Duration pollInterval, InstantSource clock) {
    this.mode = mode;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  boolean isOnce() {
    return mode == ReadMode.ONCE;
  }

  Instant now() {
    return clock.instant();
  }

  /** A look begins: the next is due when the interval has passed. */
  void looks() {
    due = now().plus(pollInterval);
  }

  /** The next look is due after {@code wait} at the latest. */
  void looksWithin(Duration wait) {
    Instant soon = now().plus(wait);
    due = soon.isBefore(due) ? soon : due;
  }

  /** How long to rest until the next look; zero or less when it is due. */
  Duration rest() {
    return due.equals(Instant.MIN) ? Duration.ZERO : Duration.between(now(), due);
  }
}
