package dev.headrace.connector.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users write them: {@code 500ms}, {@code 2s}, milliseconds as Kafka does, or ISO 8601
 * ({@code PT2S}).
 */
public final class DurationText {

  /** The written form in words, as it ends the sentence "expected is …". */
  public static final String EXPECTED =
      "a duration such as 500ms, 2s, 1m, 1h, 7d, or plain milliseconds";

  private static final Pattern FORM = Pattern.compile("(\\d+) ?(ms|s|m|h|d)?");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private DurationText() {}

  /**
   * Reads a duration, not negative, in whole milliseconds.
   *
   * @throws IllegalArgumentException for another form, or beyond 2^63-1 milliseconds
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return parseIso(text);
    }
    ChronoUnit unit = matcher.group(2) == null ? ChronoUnit.MILLIS : UNITS.get(matcher.group(2));
    try {
      Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
      return Duration.ofMillis(duration.toMillis());
    } catch (ArithmeticException | NumberFormatException beyond) {
      throw new IllegalArgumentException("too long: " + text, beyond);
    }
  }

  private static Duration parseIso(String text) {
    try {
      Duration duration = Duration.ofMillis(Duration.parse(text).toMillis());
      if (duration.isNegative()) {
        throw new IllegalArgumentException("negative: " + text);
      }
      return duration;
    } catch (ArithmeticException | DateTimeParseException other) {
      throw new IllegalArgumentException("not a duration: " + text, other);
    }
  }
}
