package dev.headrace.connectors.jdbc.dialect;

import dev.headrace.connectors.jdbc.types.Shape;

/** H2. */
public record H2Dialect() implements Dialect {

  @Override
  public String name() {
    return "h2";
  }

  @Override
  public String type(Shape shape) {
    return switch (shape) {
      case Shape.Simple simple ->
          switch (simple) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case TEXT -> "CHARACTER VARYING";
            case BYTES -> "BINARY VARYING";
          };
      case Shape.Logical logical ->
          switch (logical) {
            case DATE -> "DATE";
            case TIME -> "TIME(6)";
            case INSTANT -> "TIMESTAMP(6) WITH TIME ZONE";
            case INSTANT_NANOS -> "TIMESTAMP(9) WITH TIME ZONE";
            case LOCAL_TIME_STAMP -> "TIMESTAMP(6)";
            case LOCAL_TIME_STAMP_NANOS -> "TIMESTAMP(9)";
            case UUID -> "UUID";
          };
      case Shape.Decimal(int precision, int scale) -> "NUMERIC(" + precision + "," + scale + ")";
      case Shape.AnyDecimal _ -> "DECFLOAT";
      case Shape.ListOf _ -> nestedType();
    };
  }

  @Override
  public String nestedType() {
    return "CHARACTER VARYING";
  }
}
