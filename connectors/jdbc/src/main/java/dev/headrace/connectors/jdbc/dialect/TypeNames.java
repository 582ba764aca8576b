package dev.headrace.connectors.jdbc.dialect;

import java.util.regex.Pattern;

/**
 * Names of types that come with records, from wherever these were written: they become part of a
 * statement only when they are names of types and nothing else.
 */
final class TypeNames {

  private static final int LONGEST = 300;

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z_][A-Za-z0-9_$]*|\"(?:[^\"\\p{Cntrl}]|\"\")+\")"
              + "(?:\\.(?:[A-Za-z_][A-Za-z0-9_$]*|\"(?:[^\"\\p{Cntrl}]|\"\")+\"))?"
              + "(?:\\(\\d{1,9}\\))?"
              + "(?: (?i:precision|varying|with|without|local|large|object|time|zone|year|month|day"
              + "|hour|minute|second|to|unsigned))*"
              + "(?:\\(\\d{1,9}(?:, ?-?\\d{1,9})?\\))?"
              + "(?: (?i:with|without|local|time|zone))*"
              + "(?:\\[\\])*");

  private TypeNames() {}

  static boolean isOne(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
  }
}
