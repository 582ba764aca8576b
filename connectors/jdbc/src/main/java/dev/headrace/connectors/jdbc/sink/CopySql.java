package dev.headrace.connectors.jdbc.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of {@link CopyRows}. Temporary tables have the types of the table's columns and
 * nothing of its constraints, and are emptied by each commit.
 *
 * @param rows the temporary table of rows to be stored
 * @param keys the temporary table of keys to be deleted
 */
record CopySql(Layout layout, String rows, String keys) {

  /**
   * Statements for a layout.
   *
   * @param number another one for each layout of a connection
   */
  static CopySql of(Layout layout, int number) {
    return new CopySql(layout, "headrace_rows_" + number, "headrace_keys_" + number);
  }

  List<String> makeStaging() {
    List<String> statements = new ArrayList<>();
    if (stagesRows()) {
      statements.add(staging(rows, layout.cells()));
    }
    if (layout.deletes()) {
      statements.add(staging(keys, layout.keyCells()));
    }
    return statements;
  }

  List<String> dropStaging() {
    List<String> statements = new ArrayList<>();
    if (stagesRows()) {
      statements.add("DROP TABLE " + temporary(rows));
    }
    if (layout.deletes()) {
      statements.add("DROP TABLE " + temporary(keys));
    }
    return statements;
  }

  private boolean stagesRows() {
    return layout.mode() != Mode.INSERT;
  }

  private String staging(String name, List<Cell> cells) {
    return "CREATE TEMP TABLE %s ON COMMIT DELETE ROWS AS SELECT %s FROM %s WITH NO DATA"
        .formatted(name, layout.list(cells), layout.target());
  }

  String copyIntoTable() {
    return copy(layout.target(), layout.cells());
  }

  String copyIntoRows() {
    return copy(temporary(rows), layout.cells());
  }

  String copyIntoKeys() {
    return copy(temporary(keys), layout.keyCells());
  }

  private String copy(String table, List<Cell> cells) {
    return "COPY %s (%s) FROM STDIN".formatted(table, layout.list(cells));
  }

  /** Stores the rows of the temporary table, and empties it. */
  String merge() {
    List<Cell> others = layout.otherCells();
    String change =
        others.isEmpty()
            ? "NOTHING"
            : "UPDATE SET " + Layout.each(others, ", ", cell -> set(cell, "EXCLUDED"));
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s ON CONFLICT (%s) DO %s"
            .formatted(
                layout.target(),
                layout.list(layout.cells()),
                layout.list(layout.cells()),
                temporary(rows),
                layout.list(layout.keyCells()),
                change)
        + thenEmpty(rows);
  }

  /** Changes the rows that are there, and empties the temporary table. */
  String update() {
    return "UPDATE %s AS t SET %s FROM %s AS s WHERE %s"
            .formatted(
                layout.target(),
                Layout.each(layout.otherCells(), ", ", cell -> set(cell, "s")),
                temporary(rows),
                sameKey())
        + thenEmpty(rows);
  }

  /** Deletes the rows of the keys in the temporary table, and empties it. */
  String delete() {
    return "DELETE FROM %s AS t USING %s AS s WHERE %s"
            .formatted(layout.target(), temporary(keys), sameKey())
        + thenEmpty(keys);
  }

  private String sameKey() {
    return Layout.each(
        layout.keyCells(),
        " AND ",
        cell -> "t." + layout.quoted(cell) + " = s." + layout.quoted(cell));
  }

  private String set(Cell cell, String from) {
    return layout.quoted(cell) + " = " + from + "." + layout.quoted(cell);
  }

  private static String thenEmpty(String table) {
    return "; DELETE FROM " + temporary(table);
  }

  private static String temporary(String table) {
    return "pg_temp." + table;
  }
}
