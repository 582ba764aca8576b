package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connectors.jdbc.types.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shape of each type of PostgreSQL, by its name as {@code format_type} writes it. */
final class PostgresTypes {

  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");
  private static final Pattern MODIFIER = Pattern.compile("\\(\\d+\\)");

  private static final Map<String, Shape> SHAPES =
      Map.ofEntries(
          Map.entry("boolean", Shape.Simple.BOOLEAN),
          Map.entry("smallint", Shape.Simple.INT),
          Map.entry("integer", Shape.Simple.INT),
          Map.entry("bigint", Shape.Simple.LONG),
          Map.entry("oid", Shape.Simple.LONG),
          Map.entry("real", Shape.Simple.FLOAT),
          Map.entry("double precision", Shape.Simple.DOUBLE),
          Map.entry("text", Shape.Simple.TEXT),
          Map.entry("character varying", Shape.Simple.TEXT),
          Map.entry("character", Shape.Simple.TEXT),
          Map.entry("bytea", Shape.Simple.BYTES),
          Map.entry("date", Shape.Logical.DATE),
          Map.entry("time without time zone", Shape.Logical.TIME),
          Map.entry("timestamp without time zone", Shape.Logical.LOCAL_TIME_STAMP),
          Map.entry("timestamp with time zone", Shape.Logical.INSTANT),
          Map.entry("uuid", Shape.Logical.UUID));

  private PostgresTypes() {}

  /**
   * The shape of a type that has one; empty when values come best as the database writes them.
   *
   * @param declared such as {@code numeric(10,2)} or {@code timestamp(3) without time zone[]}
   */
  static Optional<Shape> shape(String declared) {
    if (declared.endsWith("[]")) {
      return shape(declared.substring(0, declared.length() - 2)).map(Shape.ListOf::new);
    }
    Matcher numeric = NUMERIC.matcher(declared);
    if (numeric.matches()) {
      return decimal(Integer.parseInt(numeric.group(1)), Integer.parseInt(numeric.group(2)));
    }
    return Optional.ofNullable(SHAPES.get(MODIFIER.matcher(declared).replaceFirst("")));
  }

  private static Optional<Shape> decimal(int precision, int scale) {
    return scale >= 0 && scale <= precision
        ? Optional.of(new Shape.Decimal(precision, scale))
        : Optional.empty();
  }

  /** The shape of values that come as text: lists stay lists. */
  static Shape textShape(String declared) {
    return declared.endsWith("[]") ? new Shape.ListOf(Shape.Simple.TEXT) : Shape.Simple.TEXT;
  }

  /** What makes text of a value of such a type. */
  static String textExpression(String declared, String quoted) {
    String list = declared.endsWith("[]") ? "[]" : "";
    return declared.equals("money" + list)
        ? "(" + quoted + "::numeric" + list + "::text" + list + ")"
        : "(" + quoted + "::text" + list + ")";
  }
}
