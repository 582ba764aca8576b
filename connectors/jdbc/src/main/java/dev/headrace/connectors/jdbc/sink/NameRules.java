package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names a database takes as they are. One that is too long would be cut by some, and two
 * columns become one.
 *
 * @param longestColumn in bytes; 0 when there is no limit
 * @param longestTable in bytes; 0 when there is no limit
 * @param foldsCase whether names that differ only in case are one name
 */
record NameRules(int longestColumn, int longestTable, boolean foldsCase) {

  static NameRules of(Connection connection) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    return new NameRules(
        metadata.getMaxColumnNameLength(),
        metadata.getMaxTableNameLength(),
        !metadata.supportsMixedCaseQuotedIdentifiers());
  }

  /** Why no columns can be called so. */
  Optional<Reason> problem(List<Wanted> columns) {
    Set<String> seen = new HashSet<>();
    for (Wanted column : columns) {
      String name = column.name();
      Optional<String> problem =
          problem(name, longestColumn)
              .or(
                  () ->
                      foldsCase && !seen.add(name.toLowerCase(Locale.ROOT))
                          ? Optional.of("differs from that of another field in case only")
                          : Optional.empty());
      if (problem.isPresent()) {
        return Optional.of(
            new Reason(
                "jdbc.column-name",
                "The field " + shown(name) + " cannot be a column: its name " + problem.get() + ".",
                "Rename the field, where records are written."));
      }
    }
    return Optional.empty();
  }

  /** Why no table can be called so. */
  Optional<Reason> problem(TableName table) {
    return problem(table.name(), longestTable)
        .map(
            problem ->
                new Reason(
                    "jdbc.table-name",
                    "The table " + shown(table.name()) + " cannot be: its name " + problem + ".",
                    "Set `table` to another name."));
  }

  private static Optional<String> problem(String name, int longest) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of("holds U+0000");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return longest > 0 && bytes > longest
        ? Optional.of("is " + bytes + " bytes long, and the database takes " + longest)
        : Optional.empty();
  }

  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
