package dev.headrace.connectors.jdbc.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table, or what a query gives.
 *
 * @param columns in their order
 * @param primaryKey names of columns in the key's order; empty for none
 */
public record Table(List<Column> columns, List<String> primaryKey) {

  public Table {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** The column called {@code name}, or the only one that differs from it in case. */
  public Optional<Column> column(String name) {
    return Names.find(name, columns, Column::name);
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }
}
