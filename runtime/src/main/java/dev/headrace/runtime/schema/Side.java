package dev.headrace.runtime.schema;

import java.util.Locale;

/** The two parts of a record that have a format. */
public enum Side {
  KEY,
  VALUE;

  /** As {@code key} and {@code value}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
