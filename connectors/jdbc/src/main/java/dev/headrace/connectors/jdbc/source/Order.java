package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.catalog.Column;
import dev.headrace.connectors.jdbc.catalog.Table;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which order the rows of a table are read: so that no two rows have the same place, wherever
 * that can be had, and reading can go on behind any row.
 *
 * @param where what is read, for people
 * @param stored whether it is a table, and no query
 */
record Order(String where, boolean stored, DriverKind kind, Dialect dialect) {

  private static final String NUMBERS = "incrementing.column";
  private static final String TIMES = "timestamp.columns";

  /**
   * The columns to order by; none when rows have no place of their own, which only {@code bulk} can
   * do without.
   *
   * @param key names of the columns of the record's key
   */
  List<OrderColumn> of(Mode mode, Table table, List<String> key) throws ConnectorException {
    List<OrderColumn> order = new ArrayList<>();
    switch (mode) {
      case Mode.Bulk _ -> {}
      case Mode.Incrementing(String name) -> order.add(number(name, table));
      case Mode.Timestamp(List<String> names) -> order.add(time(names, table));
      case Mode.TimestampIncrementing(List<String> names, String name) -> {
        order.add(time(names, table));
        order.add(number(name, table));
      }
    }
    int named = order.size();
    for (OrderColumn tie : ties(table, key)) {
      if (order.stream().noneMatch(each -> each.expression().equals(tie.expression()))) {
        order.add(tie);
      }
    }
    if (mode instanceof Mode.Timestamp && order.size() == named) {
      throw Subjects.wrong(
          "jdbc.no-key",
          "Rows with the same time cannot be told apart: " + where + " has no primary key.",
          "Use the mode timestamp+incrementing, set `key.columns`, or add a primary key.");
    }
    return order;
  }

  /** What parts rows that are the same so far. */
  private List<OrderColumn> ties(Table table, List<String> key) {
    List<String> names = table.primaryKey().isEmpty() ? key : table.primaryKey();
    if (!names.isEmpty()) {
      return names.stream().map(name -> column(table.column(name).orElseThrow())).toList();
    }
    return stored ? place().stream().toList() : List.of();
  }

  /** Where a row lies, in databases that tell it. */
  private Optional<OrderColumn> place() {
    return switch (kind) {
      case POSTGRESQL ->
          Optional.of(new OrderColumn("ctid", "ctid::text", Shape.Simple.TEXT, "tid"));
      case SQLITE -> Optional.of(new OrderColumn("rowid", "rowid", Shape.Simple.LONG, ""));
      case H2, OTHER -> Optional.empty();
    };
  }

  private OrderColumn number(String name, Table table) throws ConnectorException {
    Column column = find(NUMBERS, name, table);
    boolean rises =
        switch (column.shape()) {
          case Shape.Simple.INT, Shape.Simple.LONG -> true;
          case Shape.Decimal _ -> true;
          default -> column.type().declared().startsWith("numeric");
        };
    if (!rises) {
      throw wrongType(NUMBERS, column, "numbers");
    }
    return column(column);
  }

  private OrderColumn time(List<String> names, Table table) throws ConnectorException {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Column column = find(TIMES, name, table);
      if (!isTime(column)) {
        throw wrongType(TIMES, column, "times");
      }
      columns.add(column);
    }
    OrderColumn first = column(columns.getFirst());
    if (columns.size() == 1) {
      return first;
    }
    String expression =
        "COALESCE("
            + String.join(", ", columns.stream().map(each -> dialect.quote(each.name())).toList())
            + ")";
    return new OrderColumn(expression, expression, first.shape(), first.type());
  }

  /** SQLite has no times of its own: texts and numbers are as good. */
  private boolean isTime(Column column) {
    return switch (column.shape()) {
      case Shape.Logical logical -> logical != Shape.Logical.UUID && logical != Shape.Logical.TIME;
      case Shape.Simple.TEXT, Shape.Simple.LONG -> kind == DriverKind.SQLITE;
      default -> false;
    };
  }

  /** The column whose value can be the time of a record; empty when there is not one alone. */
  Optional<Column> time(Mode mode, Table table) {
    return switch (mode) {
      case Mode.Timestamp(List<String> names) when names.size() == 1 ->
          table.column(names.getFirst());
      case Mode.TimestampIncrementing(List<String> names, _) when names.size() == 1 ->
          table.column(names.getFirst());
      default -> Optional.empty();
    };
  }

  private OrderColumn column(Column column) {
    return new OrderColumn(
        dialect.quote(column.name()),
        column.expression(),
        column.shape(),
        column.type().declared());
  }

  private Column find(String key, String name, Table table) throws ConnectorException {
    Optional<Column> found = table.column(name.strip());
    if (found.isEmpty()) {
      throw Subjects.noColumn(key, name.strip(), where, table);
    }
    return found.get();
  }

  private ConnectorException wrongType(String key, Column column, String wanted) {
    return Subjects.wrong(
        "jdbc.wrong-type",
        "`%s` names the column %s of %s, which is of type %s and holds no %s."
            .formatted(key, column.name(), where, column.type().declared(), wanted),
        "Name a column of " + wanted + ".");
  }
}
