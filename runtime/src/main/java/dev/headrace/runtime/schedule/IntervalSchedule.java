package dev.headrace.runtime.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Due at once, and again after each period.
 *
 * @param period at least {@link #SHORTEST}
 */
public record IntervalSchedule(String text, Duration period) implements Schedule {

  /** What comes more often is not scheduled but continuous. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  @Override
  public Optional<Instant> first(Instant now) {
    return Optional.of(now);
  }

  @Override
  public Optional<Instant> next(Instant due, Instant over) {
    long periods = over.isBefore(due) ? 0 : Duration.between(due, over).dividedBy(period);
    return Optional.of(due.plus(period.multipliedBy(periods + 1)));
  }

  @Override
  public Instant seenFrom(Instant now, Instant due) {
    Instant latest = now.plus(period);
    return due.isAfter(latest) ? latest : due;
  }
}
