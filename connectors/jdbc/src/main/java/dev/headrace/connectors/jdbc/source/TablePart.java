package dev.headrace.connectors.jdbc.source;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Names a source partition: a table, a part of a large one, or the query.
 *
 * @param table {@code schema.table}, or {@code query}
 * @param part which part, from 0
 * @param bounds where the parts after the first begin, as {@link Texts} joins them; empty for a
 *     table that is read as a whole. From the bounds of any part all parts are known.
 */
public record TablePart(String table, int part, String bounds) {

  /** What stands for a table where a query is read. */
  static final String QUERY = "query";

  static TablePart whole(String table) {
    return new TablePart(table, 0, "");
  }

  /** All parts of a table with these bounds. */
  static List<TablePart> all(String table, String bounds) {
    int parts = bounds.isEmpty() ? 1 : Texts.split(bounds).size() + 1;
    return IntStream.range(0, parts).mapToObj(part -> new TablePart(table, part, bounds)).toList();
  }
}
