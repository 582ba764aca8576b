package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.rows.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Conditions that compare columns with texts that {@code Rows.text} told. */
record Comparisons(DriverKind kind) {

  /** A value as it stands in a statement. */
  Sql value(OrderColumn column, String text) {
    return kind == DriverKind.POSTGRESQL
        ? Sql.of(literal(text) + "::" + column.type())
        : new Sql("?", List.of(new Parameter(text, column.shape())));
  }

  /** {@code column operator text}. */
  Sql compare(OrderColumn column, String operator, String text) {
    return Sql.of(column.expression() + " " + operator + " ").then("", value(column, text));
  }

  /** Rows behind the one with {@code texts}, in the order of all columns. */
  Sql behind(List<OrderColumn> columns, List<String> texts) {
    if (columns.size() == 1) {
      return compare(columns.getFirst(), ">", texts.getFirst());
    }
    return kind == DriverKind.OTHER ? expanded(columns, texts) : asRows(columns, texts);
  }

  private Sql asRows(List<OrderColumn> columns, List<String> texts) {
    List<Sql> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(value(columns.get(i), texts.get(i)));
    }
    String names = String.join(", ", columns.stream().map(OrderColumn::expression).toList());
    return Sql.of("(" + names + ") > (").then("", Sql.join(", ", values)).then(")");
  }

  /** {@code a >= x AND (a > x OR (b > y OR (b = y AND …)))}: the first part finds an index. */
  private Sql expanded(List<OrderColumn> columns, List<String> texts) {
    OrderColumn first = columns.getFirst();
    String text = texts.getFirst();
    if (columns.size() == 1) {
      return compare(first, ">", text);
    }
    Sql rest = expanded(columns.subList(1, columns.size()), texts.subList(1, texts.size()));
    return compare(first, ">=", text)
        .then(" AND (", compare(first, ">", text))
        .then(" OR (", rest)
        .then("))");
  }

  /** A text in PostgreSQL's quotes, whatever {@code standard_conforming_strings} says. */
  static String literal(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : " E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
