package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Single values as {@link Rows#text} tells them. */
public final class ResultSetTexts {

  private ResultSetTexts() {}

  /** The first column of the current row; empty when it is null. */
  public static Optional<String> first(ResultSet row, DriverKind kind, Shape shape)
      throws SQLException {
    if (kind == DriverKind.POSTGRESQL) {
      return Optional.ofNullable(row.getString(1));
    }
    row.getObject(1);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(ResultSetColumn.of(kind, shape).text(row, 1));
  }
}
