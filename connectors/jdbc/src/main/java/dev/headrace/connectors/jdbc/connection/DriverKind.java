package dev.headrace.connectors.jdbc.connection;

import java.util.Locale;

/** The drivers whose parameters and types are known, by the URLs that they take. */
public enum DriverKind {
  POSTGRESQL("PostgreSQL", "jdbc:postgresql:"),
  SQLITE("SQLite", "jdbc:sqlite:"),
  H2("H2", "jdbc:h2:"),
  /** Any other, whose jar somebody put beside the connector. */
  OTHER("another database", "jdbc:");

  private final String label;
  private final String prefix;

  DriverKind(String label, String prefix) {
    this.label = label;
    this.prefix = prefix;
  }

  /** The name for users. */
  public String label() {
    return label;
  }

  static DriverKind of(String url) {
    String lower = url.toLowerCase(Locale.ROOT).strip();
    for (DriverKind kind : values()) {
      if (lower.startsWith(kind.prefix)) {
        return kind;
      }
    }
    return OTHER;
  }
}
