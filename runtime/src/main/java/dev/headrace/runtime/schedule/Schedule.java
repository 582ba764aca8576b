package dev.headrace.runtime.schedule;

import java.time.Instant;
import java.util.Optional;

/** The times at which a source is due. Immutable, thread-safe. */
public sealed interface Schedule permits CronSchedule, IntervalSchedule {

  /** When a source is due that never ran; empty for never. */
  Optional<Instant> first(Instant now);

  /**
   * When it is due next. What came due while it ran falls away.
   *
   * @param due when it was due last
   * @param over when it was done with that
   * @return after both; empty for never again
   */
  Optional<Instant> next(Instant due, Instant over);

  /**
   * A time at which it is due, seen again: what is an interval away is not farther because the
   * clock was set back meanwhile.
   *
   * @return the same time, or an earlier one after now
   */
  Instant seenFrom(Instant now, Instant due);

  /** As its user wrote it, and the time zone where there is one: another text is another one. */
  String text();
}
