package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.rows.ResultSetTexts;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for the highest value of the first order column. Times in the future do not count: they come
 * from clocks or hands that are wrong, and nothing would ever be above them.
 *
 * @param margin what is taken off of a time in PostgreSQL, such as {@code 1 second}, since a column
 *     may round what clocks say; empty for nothing
 */
record Highest(Database database, Optional<String> margin) {

  Optional<String> of(Subject subject) throws ConnectorException {
    Sql select = select(subject);
    Shape shape = subject.order().getFirst().shape();
    return database.ask(
        "Asking for the highest row of " + subject.name(),
        handle -> {
          try (PreparedStatement statement =
              handle.getConnection().prepareStatement(select.text())) {
            for (int i = 0; i < select.parameters().size(); i++) {
              select.parameters().get(i).set(statement, i + 1, database.kind());
            }
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? ResultSetTexts.first(row, database.kind(), shape)
                  : Optional.empty();
            }
          }
        });
  }

  private Sql select(Subject subject) {
    OrderColumn first = subject.order().getFirst();
    List<Sql> conditions = new ArrayList<>(subject.within());
    now(first.shape()).ifPresent(now -> conditions.add(Sql.of(first.expression() + " <= " + now)));
    Sql select = Sql.of("SELECT " + highest(first) + " FROM " + subject.from());
    return conditions.isEmpty() ? select : select.then(" WHERE ", Sql.join(" AND ", conditions));
  }

  private String highest(OrderColumn first) {
    String highest = "max(" + first.expression() + ")";
    if (database.kind() != DriverKind.POSTGRESQL) {
      return highest;
    }
    return margin
        .filter(_ -> first.shape() instanceof Shape.Logical)
        .map(interval -> "(" + highest + " - interval '" + interval + "')::text")
        .orElse(highest + "::text");
  }

  private Optional<String> now(Shape shape) {
    if (database.kind() == DriverKind.SQLITE) {
      return Optional.empty();
    }
    return switch (shape) {
      case Shape.Logical.DATE -> Optional.of("CURRENT_DATE");
      case Shape.Logical.INSTANT, Shape.Logical.INSTANT_NANOS -> Optional.of("CURRENT_TIMESTAMP");
      case Shape.Logical.LOCAL_TIME_STAMP, Shape.Logical.LOCAL_TIME_STAMP_NANOS ->
          Optional.of("LOCALTIMESTAMP");
      default -> Optional.empty();
    };
  }
}
