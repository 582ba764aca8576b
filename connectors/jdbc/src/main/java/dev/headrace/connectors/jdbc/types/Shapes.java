package dev.headrace.connectors.jdbc.types;

import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Tells the shape of a schema. */
public final class Shapes {

  private Shapes() {}

  /** The schema of a field or element without the null that may stand beside it. */
  public static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  /** Whether null is one of the values. */
  public static boolean isNullable(Schema schema) {
    return schema.isNullable();
  }

  /**
   * The shape of values of {@code schema}, null aside; empty when they are no plain values:
   * records, maps, and unions of several types.
   */
  public static Optional<Shape> of(Schema schema) {
    Schema type = withoutNull(schema);
    LogicalType logical = type.getLogicalType();
    if (logical != null) {
      Optional<Shape> shape = logical(logical);
      if (shape.isPresent()) {
        return shape;
      }
    }
    return switch (type.getType()) {
      case BOOLEAN -> Optional.of(Shape.Simple.BOOLEAN);
      case INT -> Optional.of(Shape.Simple.INT);
      case LONG -> Optional.of(Shape.Simple.LONG);
      case FLOAT -> Optional.of(Shape.Simple.FLOAT);
      case DOUBLE -> Optional.of(Shape.Simple.DOUBLE);
      case STRING, ENUM -> Optional.of(Shape.Simple.TEXT);
      case BYTES, FIXED -> Optional.of(Shape.Simple.BYTES);
      case ARRAY -> of(type.getElementType()).map(Shape.ListOf::new);
      case NULL, RECORD, MAP, UNION -> Optional.empty();
    };
  }

  private static Optional<Shape> logical(LogicalType logical) {
    return switch (logical) {
      case LogicalTypes.Decimal decimal ->
          Optional.of(new Shape.Decimal(decimal.getPrecision(), decimal.getScale()));
      case LogicalTypes.Date _ -> Optional.of(Shape.Logical.DATE);
      case LogicalTypes.TimeMillis _, LogicalTypes.TimeMicros _ -> Optional.of(Shape.Logical.TIME);
      case LogicalTypes.TimestampMillis _, LogicalTypes.TimestampMicros _ ->
          Optional.of(Shape.Logical.INSTANT);
      case LogicalTypes.TimestampNanos _ -> Optional.of(Shape.Logical.INSTANT_NANOS);
      case LogicalTypes.LocalTimestampMillis _, LogicalTypes.LocalTimestampMicros _ ->
          Optional.of(Shape.Logical.LOCAL_TIME_STAMP);
      case LogicalTypes.LocalTimestampNanos _ -> Optional.of(Shape.Logical.LOCAL_TIME_STAMP_NANOS);
      case LogicalTypes.Uuid _ -> Optional.of(Shape.Logical.UUID);
      case LogicalTypes.BigDecimal _ -> Optional.of(new Shape.AnyDecimal());
      default -> Optional.empty();
    };
  }
}
