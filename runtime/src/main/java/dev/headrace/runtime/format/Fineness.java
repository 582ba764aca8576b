package dev.headrace.runtime.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Times as whole numbers of a unit, exactly: what is finer or out of range does not fit. */
enum Fineness {
  MILLIS(1_000_000),
  MICROS(1_000),
  NANOS(1);

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final int nanos;

  Fineness(int nanos) {
    this.nanos = nanos;
  }

  /** Units since 1970. */
  long count(Instant instant) throws MisfitException {
    check(instant.getNano(), instant);
    try {
      long whole = Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND / nanos);
      return Math.addExact(whole, instant.getNano() / nanos);
    } catch (ArithmeticException tooFar) {
      throw new MisfitException(instant + " is beyond what a number of " + this + " holds");
    }
  }

  Instant instant(long count) {
    long perSecond = NANOS_PER_SECOND / nanos;
    return Instant.ofEpochSecond(
        Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * nanos);
  }

  /** Units since midnight. */
  long count(LocalTime time) throws MisfitException {
    check((int) (time.toNanoOfDay() % NANOS_PER_SECOND), time);
    return time.toNanoOfDay() / nanos;
  }

  LocalTime time(long count) throws MisfitException {
    try {
      return LocalTime.ofNanoOfDay(Math.multiplyExact(count, nanos));
    } catch (ArithmeticException | DateTimeException beyond) {
      throw new MisfitException(count + " " + this + " are no time of a day");
    }
  }

  /** Units since 1970 on a clock without a zone. */
  long count(LocalDateTime local) throws MisfitException {
    return count(local.toInstant(ZoneOffset.UTC));
  }

  LocalDateTime local(long count) {
    return LocalDateTime.ofInstant(instant(count), ZoneOffset.UTC);
  }

  /** Days since 1970. */
  static int days(LocalDate date) throws MisfitException {
    try {
      return Math.toIntExact(date.toEpochDay());
    } catch (ArithmeticException tooFar) {
      throw new MisfitException(date + " is beyond what a date holds");
    }
  }

  private void check(int nanoOfSecond, Object shown) throws MisfitException {
    if (nanoOfSecond % nanos != 0) {
      throw new MisfitException(shown + " is finer than " + this);
    }
  }

  @Override
  public String toString() {
    return switch (this) {
      case MILLIS -> "milliseconds";
      case MICROS -> "microseconds";
      case NANOS -> "nanoseconds";
    };
  }
}
