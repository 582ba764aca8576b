package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.types.Shape;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Reads values of SQLite, where any column may hold a value of any kind: one that is not of the
 * column's kind is told, never bent.
 */
final class SqliteColumn {

  private SqliteColumn() {}

  static ResultSetColumn of(Shape shape) {
    return (row, column) -> {
      Object value = row.getObject(column);
      return value == null ? null : fit(shape, value, row, column);
    };
  }

  private static Object fit(Shape shape, Object value, ResultSet row, int column)
      throws SQLException, UnfitValue {
    Optional<Object> fitting =
        switch (shape) {
          case Shape.Simple.TEXT ->
              value instanceof byte[] ? Optional.empty() : Optional.of(row.getString(column));
          case Shape.Simple simple -> simple(simple, value);
          case Shape.Decimal(_, int scale) when !(value instanceof byte[]) ->
              Optional.of(decimal(value.toString(), scale));
          case Shape.Decimal _, Shape.AnyDecimal _, Shape.Logical _, Shape.ListOf _ ->
              Optional.empty();
        };
    if (fitting.isEmpty()) {
      throw new UnfitValue(kind(value) + " where something else is declared");
    }
    return fitting.get();
  }

  private static Optional<Object> simple(Shape.Simple shape, Object value) throws UnfitValue {
    return switch (shape) {
      case BOOLEAN -> isWhole(value) ? Optional.of(truth((Number) value)) : Optional.empty();
      case INT ->
          isWhole(value)
              ? Optional.of(Math.toIntExact(((Number) value).longValue()))
              : Optional.empty();
      case LONG -> isWhole(value) ? Optional.of(((Number) value).longValue()) : Optional.empty();
      case DOUBLE, FLOAT ->
          value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
      case TEXT -> Optional.empty();
      case BYTES ->
          value instanceof byte[] bytes ? Optional.of(ByteBuffer.wrap(bytes)) : Optional.empty();
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static boolean truth(Number value) throws UnfitValue {
    long number = value.longValue();
    if (number != 0 && number != 1) {
      throw new UnfitValue("the number " + number + " where 0 or 1 is declared");
    }
    return number == 1;
  }

  private static Object decimal(String number, int scale) throws UnfitValue {
    try {
      return ResultSetColumn.decimal(new BigDecimal(number), scale);
    } catch (NumberFormatException none) {
      throw new UnfitValue("text where a number is declared");
    }
  }

  private static String kind(Object value) {
    return switch (value) {
      case byte[] _ -> "bytes";
      case String _ -> "text";
      case Double _, Float _ -> "a number with decimals";
      default -> "a whole number";
    };
  }
}
