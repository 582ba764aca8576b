package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connectors.jdbc.types.Shape;
import java.sql.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as a driver's metadata tells it.
 *
 * @param jdbcType of {@link Types}
 * @param name as the database calls it
 */
record MetadataType(int jdbcType, String name, int precision, int scale) {

  private static final int MAX_DECIMAL = 1000;
  private static final int MICROS = 6;

  private static final Pattern DECIMAL =
      Pattern.compile(
          "(?i)(?:DECIMAL|NUMERIC)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");

  /** The type with its length or digits, where these belong to it. */
  String declared() {
    return switch (jdbcType) {
      case Types.DECIMAL, Types.NUMERIC ->
          precision > 0 && !name.contains("(") ? name + "(" + precision + "," + scale + ")" : name;
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.BINARY, Types.VARBINARY ->
          precision > 0 && precision < Integer.MAX_VALUE && !name.contains("(")
              ? name + "(" + precision + ")"
              : name;
      default -> name;
    };
  }

  Shape shape() {
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.BIT -> Shape.Simple.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Shape.Simple.INT;
      case Types.BIGINT -> Shape.Simple.LONG;
      case Types.REAL -> Shape.Simple.FLOAT;
      case Types.FLOAT, Types.DOUBLE -> Shape.Simple.DOUBLE;
      case Types.DECIMAL, Types.NUMERIC ->
          precision > 0 && precision <= MAX_DECIMAL && scale >= 0 && scale <= precision
              ? new Shape.Decimal(precision, scale)
              : Shape.Simple.TEXT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Shape.Simple.BYTES;
      case Types.DATE -> Shape.Logical.DATE;
      case Types.TIME -> scale <= MICROS ? Shape.Logical.TIME : Shape.Simple.TEXT;
      case Types.TIMESTAMP ->
          scale <= MICROS ? Shape.Logical.LOCAL_TIME_STAMP : Shape.Logical.LOCAL_TIME_STAMP_NANOS;
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          scale <= MICROS ? Shape.Logical.INSTANT : Shape.Logical.INSTANT_NANOS;
      default -> name.equalsIgnoreCase("uuid") ? Shape.Logical.UUID : Shape.Simple.TEXT;
    };
  }

  /** By SQLite's rules of affinity, and by what is commonly declared beyond them. */
  Shape sqliteShape() {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.contains("INT")) {
      return Shape.Simple.LONG;
    }
    if (upper.startsWith("BOOL")) {
      return Shape.Simple.BOOLEAN;
    }
    if (upper.contains("REAL") || upper.contains("FLOA") || upper.contains("DOUB")) {
      return Shape.Simple.DOUBLE;
    }
    if (upper.contains("BLOB")) {
      return Shape.Simple.BYTES;
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      int digits = Integer.parseInt(decimal.group(1));
      int fraction = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      return digits > 0 && fraction <= digits
          ? new Shape.Decimal(digits, fraction)
          : Shape.Simple.TEXT;
    }
    return Shape.Simple.TEXT;
  }
}
