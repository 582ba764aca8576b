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
record CopySql(Layout layout, Staging rows, Staging keys) {

  /**
   * Statements for a layout.
   *
   * @param number another one for each layout of a connection
   */
  static CopySql of(Layout layout, int number) {
    return new CopySql(
        layout, new Staging("headrace_rows_" + number), new Staging("headrace_keys_" + number));
  }

  List<String> makeStaging() {
    List<String> statements = new ArrayList<>();
    if (stagesRows()) {
      statements.add(rows.create(layout.list(layout.cells()), layout.target()));
    }
    if (layout.deletes()) {
      statements.add(keys.create(layout.list(layout.keyCells()), layout.target()));
    }
    return statements;
  }

  List<String> dropStaging() {
    List<String> statements = new ArrayList<>();
    if (stagesRows()) {
      statements.add(rows.drop());
    }
    if (layout.deletes()) {
      statements.add(keys.drop());
    }
    return statements;
  }

  private boolean stagesRows() {
    return layout.mode() != Mode.INSERT;
  }

  String copyIntoTable() {
    return copy(layout.target(), layout.cells());
  }

  String copyIntoRows() {
    return copy(rows.name(), layout.cells());
  }

  String copyIntoKeys() {
    return copy(keys.name(), layout.keyCells());
  }

  private String copy(String table, List<Cell> cells) {
    return "COPY %s (%s) FROM STDIN".formatted(table, layout.list(cells));
  }

  /** Stores the rows of the temporary table. */
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
            rows.name(),
            layout.list(layout.keyCells()),
            change);
  }

  /** Changes the rows that are there. */
  String update() {
    return "UPDATE %s AS t SET %s FROM %s AS s WHERE %s"
        .formatted(
            layout.target(),
            Layout.each(layout.otherCells(), ", ", cell -> set(cell, "s")),
            rows.name(),
            sameKey());
  }

  /** Deletes the rows of the keys in the temporary table. */
  String delete() {
    return "DELETE FROM %s AS t USING %s AS s WHERE %s"
        .formatted(layout.target(), keys.name(), sameKey());
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
}
