package dev.headrace.connectors.jdbc.sink;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Dates and times as PostgreSQL reads them, to the nanosecond, years before 1 with {@code BC}. */
final class CopyTimes {

  private static final int SECONDS_A_DAY = 86_400;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private CopyTimes() {}

  static void write(LocalDate date, CopyText out) {
    day(date, out);
    era(date, out);
  }

  static void write(LocalTime time, CopyText out) {
    clock(time.toSecondOfDay(), (int) (time.toNanoOfDay() % NANOS_A_SECOND), out);
  }

  static void write(LocalDateTime time, CopyText out) {
    day(time.toLocalDate(), out);
    out.plain(" ");
    write(time.toLocalTime(), out);
    era(time.toLocalDate(), out);
  }

  /** In UTC, with its offset. */
  static void write(Instant instant, CopyText out) {
    long seconds = instant.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    day(date, out);
    out.plain(" ");
    clock((int) Math.floorMod(seconds, (long) SECONDS_A_DAY), instant.getNano(), out);
    out.plain("+00");
    era(date, out);
  }

  private static void day(LocalDate date, CopyText out) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    if (year < 10_000) {
      out.digits(year, 4);
    } else {
      out.number(year);
    }
    out.plain("-");
    out.digits(date.getMonthValue(), 2);
    out.plain("-");
    out.digits(date.getDayOfMonth(), 2);
  }

  private static void clock(int secondOfDay, int nanos, CopyText out) {
    out.digits(secondOfDay / 3600, 2);
    out.plain(":");
    out.digits(secondOfDay / 60 % 60, 2);
    out.plain(":");
    out.digits(secondOfDay % 60, 2);
    if (nanos != 0) {
      out.plain(".");
      if (nanos % 1000 == 0) {
        out.digits(nanos / 1000, 6);
      } else {
        out.digits(nanos, 9);
      }
    }
  }

  private static void era(LocalDate date, CopyText out) {
    if (date.getYear() <= 0) {
      out.plain(" BC");
    }
  }
}
