package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.types.Shape;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds where to part a large table, so that each part has about as many rows.
 *
 * @param splitRows how many rows a part should have; 0 for no parts
 */
record Splitter(Database database, long splitRows) {

  private static final int MOST_PARTS = 64;
  private static final int SAMPLED_ROWS = 20_000;

  /**
   * The first values of all parts but the first; empty for a table that is read as a whole.
   *
   * @param estimatedRows 0 when nobody knows
   */
  List<String> bounds(Subject subject, long estimatedRows) throws ConnectorException {
    if (splitRows == 0 || subject.order().isEmpty()) {
      return List.of();
    }
    OrderColumn first = subject.order().getFirst();
    return database.kind() == DriverKind.POSTGRESQL
        ? sampled(subject, first, parts(estimatedRows), estimatedRows)
        : even(subject, first);
  }

  private int parts(long rows) {
    return (int) Math.min(MOST_PARTS, (rows + splitRows - 1) / splitRows);
  }

  /** By a sample of the rows, so that gaps and clusters do not matter. */
  private List<String> sampled(Subject subject, OrderColumn first, int parts, long rows)
      throws ConnectorException {
    if (parts < 2 || !subject.transactional() || first.expression().equals("ctid")) {
      return List.of();
    }
    double percent = Math.min(100, 100.0 * SAMPLED_ROWS / rows);
    List<String> fractions = new ArrayList<>();
    for (int i = 1; i < parts; i++) {
      fractions.add(Double.toString((double) i / parts));
    }
    String select =
        ("SELECT DISTINCT bound, bound::text FROM (SELECT unnest(percentile_disc(ARRAY[%s]) WITHIN"
                + " GROUP (ORDER BY %s)) AS bound FROM %s TABLESAMPLE SYSTEM (%s)) AS sample"
                + " WHERE bound IS NOT NULL ORDER BY 1")
            .formatted(
                String.join(",", fractions),
                first.expression(),
                subject.from(),
                Double.toString(percent));
    return database.ask(
        "Sampling " + subject.name(),
        handle -> {
          List<String> bounds = new ArrayList<>();
          try (Statement statement = handle.getConnection().createStatement();
              ResultSet rowsFound = statement.executeQuery(select)) {
            while (rowsFound.next()) {
              bounds.add(rowsFound.getString(2));
            }
          }
          return List.copyOf(new LinkedHashSet<>(bounds));
        });
  }

  /** By the least and the greatest number, as if all between them were there. */
  private List<String> even(Subject subject, OrderColumn first) throws ConnectorException {
    if (first.shape() != Shape.Simple.INT && first.shape() != Shape.Simple.LONG) {
      return List.of();
    }
    String select =
        "SELECT MIN(%1$s), MAX(%1$s) FROM %2$s".formatted(first.expression(), subject.from());
    return database.ask(
        "Asking for the range of " + subject.name(),
        handle -> {
          try (Statement statement = handle.getConnection().createStatement();
              ResultSet row = statement.executeQuery(select)) {
            row.next();
            Optional<String> least = Optional.ofNullable(row.getString(1));
            return least.isEmpty()
                ? List.<String>of()
                : even(new BigInteger(least.get()), new BigInteger(row.getString(2)));
          }
        });
  }

  private List<String> even(BigInteger least, BigInteger greatest) {
    BigInteger numbers = greatest.subtract(least).add(BigInteger.ONE);
    int parts =
        numbers
            .add(BigInteger.valueOf(splitRows - 1))
            .divide(BigInteger.valueOf(splitRows))
            .min(BigInteger.valueOf(MOST_PARTS))
            .intValueExact();
    TreeSet<BigInteger> bounds = new TreeSet<>();
    for (int i = 1; i < parts; i++) {
      bounds.add(
          least.add(numbers.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts))));
    }
    return bounds.stream().map(BigInteger::toString).toList();
  }
}
