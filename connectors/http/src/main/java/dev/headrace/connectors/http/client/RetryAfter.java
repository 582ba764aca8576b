package dev.headrace.connectors.http.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3). */
public final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(365);

  private RetryAfter() {}

  /**
   * How long the server wants to be left alone; at least nothing, at most a year. Empty when it
   * does not say so, or not in seconds and not as a date.
   */
  public static Optional<Duration> of(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(text -> parse(text, now))
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
        .map(delay -> delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
  }

  private static Optional<Duration> parse(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException neither) {
      return text.matches("\\d+") ? Optional.of(LONGEST) : Optional.empty();
    }
  }
}
