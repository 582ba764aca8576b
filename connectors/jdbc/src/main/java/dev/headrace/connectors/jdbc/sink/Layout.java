package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How records of one schema fill a table.
 *
 * @param dialect how names are written
 * @param cells the columns, those of the key first
 * @param keys how many of them are the key
 * @param deletes whether tombstones delete rows
 */
record Layout(
    Dialect dialect, TableName table, List<Cell> cells, int keys, Mode mode, boolean deletes) {

  Layout {
    cells = List.copyOf(cells);
  }

  /** The table in statements. */
  String target() {
    return dialect.quote(table);
  }

  /** A column in statements. */
  String quoted(Cell cell) {
    return dialect.quote(cell.name());
  }

  /** The columns of the key. */
  List<Cell> keyCells() {
    return cells.subList(0, keys);
  }

  /** All other columns. */
  List<Cell> otherCells() {
    return cells.subList(keys, cells.size());
  }

  /** Columns in statements. */
  String list(List<Cell> some) {
    return each(some, ", ", this::quoted);
  }

  /** Something for each column. */
  static String each(List<Cell> some, String separator, Function<Cell, String> written) {
    return some.stream().map(written).collect(Collectors.joining(separator));
  }

  Reason withoutKey(Cell cell) {
    return new Reason(
        "jdbc.no-key",
        "The record has no value for the key column " + cell.name() + " of " + table + ".",
        "Correct the record, or `key.columns` and `key.from`.");
  }

  Reason cannotStore(Cell cell) {
    return new Reason(
        "jdbc.value-refused",
        "The text for column "
            + cell.name()
            + " of "
            + table
            + " holds U+0000 or half a surrogate pair, which the database cannot store.",
        "Correct the record.");
  }
}
