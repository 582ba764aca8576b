package dev.headrace.runtime.schema;

import dev.headrace.connector.Value;
import java.util.Set;

/**
 * Names that Avro takes for names that it may refuse. A field keeps the name that it has outside in
 * a property, see {@link Value.Datum#nameOf}.
 */
public final class FieldNames {

  private FieldNames() {}

  /** Letters, digits and underscores, with no digit in front; never empty. */
  public static String plain(String original) {
    StringBuilder plain = new StringBuilder(original.length());
    for (int i = 0; i < original.length(); i++) {
      char c = original.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (digit && i == 0) {
        plain.append('_');
      }
      plain.append(digit || letter ? c : '_');
    }
    return plain.isEmpty() ? "_" : plain.toString();
  }

  /** The same, but none of {@code taken}. */
  public static String plain(String original, Set<String> taken) {
    String plain = plain(original);
    String free = plain;
    for (int number = 2; taken.contains(free); number++) {
      free = plain + "_" + number;
    }
    return free;
  }
}
