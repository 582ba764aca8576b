package dev.headrace.connectors.jdbc.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a part of a table begins and ends, in the first order column.
 *
 * @param begin the first value of the part; empty for the first part
 * @param end the first value of the next part; empty for the last part
 */
record PartBounds(Optional<String> begin, Optional<String> end) {

  static PartBounds of(TablePart part) {
    if (part.bounds().isEmpty()) {
      return new PartBounds(Optional.empty(), Optional.empty());
    }
    List<String> bounds = Texts.split(part.bounds());
    return new PartBounds(
        part.part() == 0 ? Optional.empty() : Optional.of(bounds.get(part.part() - 1)),
        part.part() == bounds.size() ? Optional.empty() : Optional.of(bounds.get(part.part())));
  }

  /** The conditions that keep rows of other parts out. */
  List<Sql> within(List<OrderColumn> order, Comparisons comparisons) {
    List<Sql> conditions = new ArrayList<>();
    begin.ifPresent(text -> conditions.add(comparisons.compare(order.getFirst(), ">=", text)));
    end.ifPresent(text -> conditions.add(comparisons.compare(order.getFirst(), "<", text)));
    return conditions;
  }
}
