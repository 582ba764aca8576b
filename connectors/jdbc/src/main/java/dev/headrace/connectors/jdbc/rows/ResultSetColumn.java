package dev.headrace.connectors.jdbc.rows;

import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.types.Shape;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads values of one column. Without state; from any thread. */
interface ResultSetColumn {

  /** The value of the current row in a column counted from 1; null for none. */
  @Nullable Object read(ResultSet row, int column) throws SQLException, UnfitValue;

  /** A value of a key as a text that {@link Parameter} reads back. */
  default String text(ResultSet row, int column) throws SQLException {
    try {
      return String.valueOf(read(row, column));
    } catch (UnfitValue unfit) {
      throw new SQLException("a key column holds " + unfit.getMessage(), "22000", unfit);
    }
  }

  static ResultSetColumn of(DriverKind kind, Shape shape) {
    return kind == DriverKind.SQLITE ? SqliteColumn.of(shape) : of(shape);
  }

  private static ResultSetColumn of(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> (row, column) -> orNull(row, row.getBoolean(column));
            case INT -> (row, column) -> orNull(row, row.getInt(column));
            case LONG -> (row, column) -> orNull(row, row.getLong(column));
            case FLOAT -> (row, column) -> orNull(row, row.getFloat(column));
            case DOUBLE -> (row, column) -> orNull(row, row.getDouble(column));
            case TEXT -> ResultSet::getString;
            case BYTES -> (row, column) -> bytes(row.getBytes(column));
          };
      case Shape.Logical logical ->
          switch (logical) {
            case DATE -> (row, column) -> row.getObject(column, LocalDate.class);
            case TIME -> (row, column) -> row.getObject(column, LocalTime.class);
            case INSTANT, INSTANT_NANOS -> ResultSetColumn::instant;
            case LOCAL_TIME_STAMP, LOCAL_TIME_STAMP_NANOS ->
                (row, column) -> row.getObject(column, LocalDateTime.class);
            case UUID -> (row, column) -> row.getObject(column, UUID.class);
          };
      case Shape.Decimal(_, int scale) ->
          (row, column) -> {
            BigDecimal value = row.getBigDecimal(column);
            return value == null ? null : decimal(value, scale);
          };
      case Shape.AnyDecimal _ -> ResultSet::getBigDecimal;
      case Shape.ListOf _ -> ResultSet::getString;
    };
  }

  private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
    return row.wasNull() ? null : value;
  }

  private static @Nullable Object bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static @Nullable Object instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Object decimal(BigDecimal value, int scale) throws UnfitValue {
    if (value.stripTrailingZeros().scale() > scale) {
      throw new UnfitValue("a number with more than " + scale + " decimals");
    }
    return value.setScale(scale);
  }
}
