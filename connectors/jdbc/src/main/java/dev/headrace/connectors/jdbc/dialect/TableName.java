package dev.headrace.connectors.jdbc.dialect;

import java.util.Optional;

/** Names a table, as it is spelled in the catalog. */
public record TableName(Optional<String> schema, String name) {

  public static TableName of(String schema, String name) {
    return new TableName(Optional.of(schema), name);
  }

  /** Takes apart {@code schema.table} or {@code table}, at the first dot. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new TableName(Optional.empty(), text)
        : TableName.of(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return schema.map(qualifier -> qualifier + "." + name).orElse(name);
  }
}
