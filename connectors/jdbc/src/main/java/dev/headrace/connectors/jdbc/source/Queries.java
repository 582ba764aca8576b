package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.config.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is told about a query before the database sees it. */
final class Queries {

  private static final Pattern READS =
      Pattern.compile("(?is)\\s*(?:\\(\\s*)*(?:select|with|values|table)\\b.*");

  private Queries() {}

  static Optional<Problem> problem(String query) {
    String text = query.strip();
    if (!READS.matcher(text).matches()) {
      return Optional.of(
          problem(
              "`query` does not begin with SELECT, WITH, VALUES or TABLE.",
              "Give a statement that reads."));
    }
    if (text.endsWith(";")) {
      return Optional.of(
          problem("`query` ends in a semicolon.", "Remove it: the query becomes part of another."));
    }
    return Optional.empty();
  }

  private static Problem problem(String what, String next) {
    return new Problem("jdbc.wrong-query", "query", what, next);
  }
}
