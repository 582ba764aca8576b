package dev.headrace.connectors.jdbc.dialect;

import dev.headrace.connectors.jdbc.types.Shape;

/** PostgreSQL. */
public record PostgresDialect() implements Dialect {

  /** The greatest precision that can be declared. */
  private static final int MAX_PRECISION = 1000;

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String type(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> "boolean";
            case INT -> "integer";
            case LONG -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case TEXT -> "text";
            case BYTES -> "bytea";
          };
      case Shape.Logical logical ->
          switch (logical) {
            case DATE -> "date";
            case TIME -> "time without time zone";
            case INSTANT, INSTANT_NANOS -> "timestamp with time zone";
            case LOCAL_TIME_STAMP, LOCAL_TIME_STAMP_NANOS -> "timestamp without time zone";
            case UUID -> "uuid";
          };
      case Shape.Decimal(int precision, int scale) ->
          precision <= MAX_PRECISION ? "numeric(" + precision + "," + scale + ")" : "numeric";
      case Shape.AnyDecimal _ -> "numeric";
      case Shape.ListOf(Shape element) -> type(element) + "[]";
    };
  }

  @Override
  public String nestedType() {
    return "jsonb";
  }
}
