package dev.headrace.connector.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written {@code 512}, {@code 64KiB} (1024 bytes each) or {@code 1MB} (1000
 * squared).
 *
 * @param bytes at least 0
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

  private static final Pattern FORM = Pattern.compile("(\\d+) ?([kmgt]?)(i?)b?");
  private static final List<String> UNITS = List.of("", "k", "m", "g", "t");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a data size is at least 0, not " + bytes);
    }
  }

  /**
   * Reads the written form; upper and lower case are the same.
   *
   * @throws IllegalArgumentException when the text has another form or the size is beyond 2^63-1
   */
  public static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a data size: " + text);
    }
    long unit = matcher.group(3).isEmpty() ? 1000 : 1024;
    try {
      long bytes = Long.parseLong(matcher.group(1));
      for (int power = UNITS.indexOf(matcher.group(2)); power > 0; power--) {
        bytes = Math.multiplyExact(bytes, unit);
      }
      return new DataSize(bytes);
    } catch (ArithmeticException | NumberFormatException beyond) {
      throw new IllegalArgumentException("too big: " + text, beyond);
    }
  }

  /** As an {@code int}, for sizes that a {@link Range} keeps below 2 GiB. */
  public int toIntBytes() {
    return Math.toIntExact(bytes);
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The shortest exact form in units of 1024. */
  @Override
  public String toString() {
    long amount = bytes;
    int power = 0;
    while (amount != 0 && amount % 1024 == 0 && power < UNITS.size() - 1) {
      amount /= 1024;
      power++;
    }
    return power == 0 ? bytes + "B" : amount + UNITS.get(power).toUpperCase(Locale.ROOT) + "iB";
  }
}
