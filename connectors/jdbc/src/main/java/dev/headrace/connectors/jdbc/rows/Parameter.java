package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.types.Shape;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A value of a statement, as {@link Rows#text} told it.
 *
 * @param shape of the column that it is compared with
 */
public record Parameter(String text, Shape shape) {

  /** Sets it in {@code statement}, counted from 1. */
  public void set(PreparedStatement statement, int index, DriverKind kind) throws SQLException {
    switch (shape) {
      case Shape.Simple.INT, Shape.Simple.LONG -> statement.setLong(index, Long.parseLong(text));
      case Shape.Simple.FLOAT, Shape.Simple.DOUBLE ->
          statement.setDouble(index, Double.parseDouble(text));
      case Shape.Simple.BOOLEAN -> statement.setBoolean(index, Boolean.parseBoolean(text));
      case Shape.Decimal _, Shape.AnyDecimal _ ->
          statement.setBigDecimal(index, new BigDecimal(text));
      case Shape.Logical logical when kind != DriverKind.SQLITE ->
          statement.setObject(index, time(logical));
      default -> statement.setString(index, text);
    }
  }

  private Object time(Shape.Logical logical) {
    return switch (logical) {
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case INSTANT, INSTANT_NANOS -> Instant.parse(text).atOffset(ZoneOffset.UTC);
      case LOCAL_TIME_STAMP, LOCAL_TIME_STAMP_NANOS -> LocalDateTime.parse(text);
      case UUID -> UUID.fromString(text);
    };
  }
}
