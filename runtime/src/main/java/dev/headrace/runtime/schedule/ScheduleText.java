package dev.headrace.runtime.schedule;

import dev.headrace.connector.config.DurationText;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Schedules as users write them: an interval, or a cron expression of Quartz. */
public final class ScheduleText {

  private static final String EXPECTED =
      "expected is an interval such as 15m, or a cron expression of Quartz: second, minute, hour,"
          + " day of month, month, day of week, such as \"0 30 6 ? * MON-FRI\"";
  private static final int UNIX_FIELDS = 5;
  private static final int DAY_OF_WEEK = 5;

  private ScheduleText() {}

  /** What came of a text. */
  public sealed interface Result {
    record Read(Schedule schedule) implements Result {}

    /**
     * @param what is wrong, one sentence
     * @param next what to do about it
     */
    record Wrong(String what, String next) implements Result {}
  }

  /** A time zone; empty when there is none of this name. */
  public static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name.strip()));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Reads a schedule.
   *
   * @param zone the clock on the wall that a cron expression is about
   */
  public static Result read(String text, ZoneId zone) {
    Optional<Duration> period = period(text.strip());
    return period.isPresent() ? interval(text.strip(), period.get()) : cron(text.strip(), zone);
  }

  private static Optional<Duration> period(String text) {
    try {
      return Optional.of(DurationText.parse(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static Result interval(String text, Duration period) {
    return period.compareTo(IntervalSchedule.SHORTEST) < 0
        ? new Result.Wrong(
            "`schedule` is \"" + text + "\", which is less than a second.",
            "Set it to a second or more, such as 15m; without a unit it is milliseconds. A source"
                + " without `schedule` is read all the time.")
        : new Result.Read(new IntervalSchedule(text, period));
  }

  private static Result cron(String text, ZoneId zone) {
    try {
      CronSchedule cron = new CronSchedule(text, zone);
      return cron.comesEver()
          ? new Result.Read(cron)
          : new Result.Wrong(
              "`schedule` is \"" + text + "\", and there is no such day.",
              "Correct the day and the month.");
    } catch (ParseException | RuntimeException wrong) {
      String why = Optional.ofNullable(wrong.getMessage()).orElseGet(wrong::toString);
      String cause = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
      return new Result.Wrong(
          "`schedule` is \"" + text + "\": " + cause + "; " + EXPECTED + ".", next(text));
    }
  }

  /** Most people know the expressions of Unix, which have no seconds and no question mark. */
  private static String next(String text) {
    return meant(text).stream()
        .filter(ScheduleText::isCron)
        .findFirst()
        .map(right -> "Write \"" + right + "\" if that is meant.")
        .orElse("Correct it, or leave it out for a source that is read all the time.");
  }

  private static List<String> meant(String text) {
    List<String> fields = new ArrayList<>(List.of(text.split("\\s+")));
    if (fields.size() == UNIX_FIELDS) {
      fields.addFirst("0");
    }
    if (fields.size() <= DAY_OF_WEEK) {
      return List.of();
    }
    List<String> anyWeekday = new ArrayList<>(fields);
    anyWeekday.set(DAY_OF_WEEK, "?");
    List<String> anyDay = new ArrayList<>(fields);
    anyDay.set(DAY_OF_WEEK - 2, "?");
    List<String> meant = new ArrayList<>();
    if (fields.get(DAY_OF_WEEK).equals("*")) {
      meant.add(String.join(" ", anyWeekday));
    }
    if (fields.get(DAY_OF_WEEK - 2).equals("*")) {
      meant.add(String.join(" ", anyDay));
    }
    return meant;
  }

  private static boolean isCron(String text) {
    try {
      return new CronSchedule(text, ZoneId.of("UTC")).comesEver();
    } catch (ParseException | RuntimeException none) {
      return false;
    }
  }
}
