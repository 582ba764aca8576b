package dev.headrace.connectors.http.source;

import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.source.HttpSourceSettings.Order;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** The values that a poll goes on from. They are JSON texts. */
final class Marks {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,200}(\\.\\d{1,200})?");

  private Marks() {}

  /** What a user wrote: a number as a number, anything else as a text. */
  static String ofSetting(String text) {
    return NUMBER.matcher(text).matches() && !text.matches("-?0\\d.*")
        ? text
        : JsonText.quote(text);
  }

  /** What the next poll asks from, when {@code found} comes behind {@code known}. */
  static String next(Optional<String> known, String found, Order order) {
    return known
        .filter(former -> order == Order.GREATEST && compare(former, found) > 0)
        .orElse(found);
  }

  /** Numbers by value, times by when they are, others by their characters. */
  private static int compare(String one, String other) {
    if (NUMBER.matcher(one).matches() && NUMBER.matcher(other).matches()) {
      return new BigDecimal(one).compareTo(new BigDecimal(other));
    }
    String plainOne = JsonText.plain(one);
    String plainOther = JsonText.plain(other);
    Optional<Instant> timeOne = time(plainOne);
    Optional<Instant> timeOther = time(plainOther);
    return timeOne.isPresent() && timeOther.isPresent()
        ? timeOne.get().compareTo(timeOther.get())
        : plainOne.compareTo(plainOther);
  }

  private static Optional<Instant> time(String text) {
    if (text.length() < 17 || text.charAt(4) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
