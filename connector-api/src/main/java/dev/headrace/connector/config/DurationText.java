package dev.headrace.connector.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 500ms}, {@code 2s}, or milliseconds as Kafka does. */
final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d+) ?(ms|s|m|h|d)?");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private DurationText() {}

  /** Throws {@link IllegalArgumentException} for another form, or beyond 2^63-1 milliseconds. */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    ChronoUnit unit = matcher.group(2) == null ? ChronoUnit.MILLIS : UNITS.get(matcher.group(2));
    try {
      Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
      return Duration.ofMillis(duration.toMillis());
    } catch (ArithmeticException | NumberFormatException beyond) {
      throw new IllegalArgumentException("too long: " + text, beyond);
    }
  }
}
