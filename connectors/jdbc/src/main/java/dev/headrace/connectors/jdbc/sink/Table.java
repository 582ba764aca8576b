package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table that is in the database.
 *
 * @param name as it is spelled in the catalog, with its schema where there are schemas
 * @param ignoresCase whether names that differ only in case are one name
 */
record Table(TableName name, List<Column> columns, boolean ignoresCase) {

  Table {
    columns = List.copyOf(columns);
  }

  /** The column of this name: spelled like it, or else the only one that differs only in case. */
  Optional<Column> column(String wanted) {
    Optional<Column> same =
        columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    if (same.isPresent() || !ignoresCase) {
      return same;
    }
    List<Column> similar =
        columns.stream().filter(column -> column.name().equalsIgnoreCase(wanted)).toList();
    return similar.size() == 1 ? Optional.of(similar.getFirst()) : Optional.empty();
  }
}
