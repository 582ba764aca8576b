package dev.headrace.connectors.jdbc.source;

import dev.headrace.connectors.jdbc.catalog.Column;
import dev.headrace.connectors.jdbc.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a source partition reads, as the catalog had it when it was looked at.
 *
 * @param name for people
 * @param from what stands behind FROM
 * @param layout how rows become records
 * @param order in which rows are read; empty for no order, in which case reading cannot go on in
 *     the middle
 * @param within what limits the rows of a part of a table
 * @param end where the part ends and another begins, in the first order column; empty when rows may
 *     still come behind what is there
 * @param transactional whether rows tell which transaction wrote them
 * @param topic empty for the connector's own
 */
record Subject(
    String name,
    String from,
    Layout layout,
    List<OrderColumn> order,
    List<Sql> within,
    Optional<String> end,
    boolean transactional,
    Optional<String> topic) {

  Subject {
    order = List.copyOf(order);
    within = List.copyOf(within);
  }

  /** The order columns come behind those of the layout. */
  int orderBegins() {
    return layout.columns().size();
  }

  /** The number of the writing transaction comes last. */
  int transaction() {
    return orderBegins() + order.size();
  }

  /**
   * What is selected, from the layout's first column to the transaction, each under a name of its
   * own: ORDER BY would take the text of a column for the column, if it was called the same.
   */
  List<String> selected() {
    List<String> expressions = new ArrayList<>();
    layout.columns().forEach(column -> expressions.add(column.expression()));
    order.forEach(column -> expressions.add(column.selected()));
    if (transactional) {
      expressions.add("xmin");
    }
    List<String> selected = new ArrayList<>();
    for (String expression : expressions) {
      selected.add(expression + " AS headrace_" + selected.size());
    }
    return selected;
  }

  /** The shapes of what is selected. */
  List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    layout.columns().stream().map(Column::shape).forEach(shapes::add);
    order.stream().map(OrderColumn::shape).forEach(shapes::add);
    if (transactional) {
      shapes.add(Shape.Simple.LONG);
    }
    return shapes;
  }

  /** The statement that gives the rows for which all {@code conditions} hold, in their order. */
  Sql select(List<Sql> conditions) {
    Sql select = Sql.of("SELECT " + String.join(", ", selected()) + " FROM " + from);
    List<Sql> all = new ArrayList<>(within);
    all.addAll(conditions);
    if (!all.isEmpty()) {
      select = select.then(" WHERE ", Sql.join(" AND ", all));
    }
    return order.isEmpty()
        ? select
        : select.then(
            " ORDER BY " + String.join(", ", order.stream().map(OrderColumn::expression).toList()));
  }
}
