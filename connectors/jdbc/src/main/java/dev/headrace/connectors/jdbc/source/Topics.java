package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.Optional;
import java.util.regex.Pattern;

/** The topics that tables go to. */
final class Topics {

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern ILLEGAL_CHARACTER = Pattern.compile("[^a-zA-Z0-9._-]");

  private Topics() {}

  static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** The topic of a table; characters that no topic may have become underscores. */
  static String of(String prefix, TableName table, Optional<String> ownSchema) {
    String name = table.schema().equals(ownSchema) ? table.name() : table.toString();
    return prefix + ILLEGAL_CHARACTER.matcher(name).replaceAll("_");
  }
}
