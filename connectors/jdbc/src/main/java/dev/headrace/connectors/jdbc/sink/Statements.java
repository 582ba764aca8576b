package dev.headrace.connectors.jdbc.sink;

import java.util.List;
import java.util.function.Function;

/**
 * Statements for one row, with a place for each value: in the order of the layout's cells, for an
 * update those of the key last.
 *
 * @param place what stands for a value of a cell
 */
record Statements(Layout layout, Function<Cell, String> place) {

  String insert() {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(layout.target(), layout.list(layout.cells()), places());
  }

  /** SQLite's and PostgreSQL's way to insert or change. */
  String insertOnConflict() {
    List<Cell> others = layout.otherCells();
    String change =
        others.isEmpty()
            ? "NOTHING"
            : "UPDATE SET "
                + Layout.each(
                    others,
                    ", ",
                    cell -> layout.quoted(cell) + " = excluded." + layout.quoted(cell));
    return insert() + " ON CONFLICT (" + layout.list(layout.keyCells()) + ") DO " + change;
  }

  /** H2's way to insert or change. */
  String mergeByKey() {
    return "MERGE INTO %s (%s) KEY (%s) VALUES (%s)"
        .formatted(
            layout.target(), layout.list(layout.cells()), layout.list(layout.keyCells()), places());
  }

  /** Changes nothing when there is nothing but a key. */
  String update() {
    List<Cell> others = layout.otherCells().isEmpty() ? layout.keyCells() : layout.otherCells();
    return "UPDATE %s SET %s WHERE %s"
        .formatted(layout.target(), Layout.each(others, ", ", this::equal), sameKey());
  }

  String delete() {
    return "DELETE FROM %s WHERE %s".formatted(layout.target(), sameKey());
  }

  private String sameKey() {
    return Layout.each(layout.keyCells(), " AND ", this::equal);
  }

  private String equal(Cell cell) {
    return layout.quoted(cell) + " = " + place.apply(cell);
  }

  private String places() {
    return Layout.each(layout.cells(), ", ", place);
  }
}
