package dev.headrace.runtime.schema;

import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Joins the types of numbers: the result keeps all digits of both. */
final class Numbers {

  /** Wider decimals are decimals of any scale. */
  private static final int MAX_PRECISION = 1_000;

  private static final int INT_DIGITS = 10;
  private static final int LONG_DIGITS = 19;

  private Numbers() {}

  private enum Kind {
    INT,
    /** A long of which no value was seen that a double cannot hold. */
    SMALL_LONG,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    BIG_DECIMAL
  }

  /** Empty when one of them is no number. */
  static Optional<Schema> join(Schema first, Schema second, Widening of) {
    Optional<Kind> one = kind(first, of);
    Optional<Kind> other = kind(second, of);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    Kind lower = one.get().compareTo(other.get()) <= 0 ? one.get() : other.get();
    Kind upper = lower == one.get() ? other.get() : one.get();
    return Optional.of(
        switch (upper) {
          case INT -> Schema.create(Schema.Type.INT);
          case SMALL_LONG -> Schema.create(Schema.Type.LONG);
          case LONG -> upper == one.get() ? first : second;
          case FLOAT, DOUBLE -> joinFloating(lower, upper);
          case DECIMAL -> joinDecimals(lower, first, second);
          case BIG_DECIMAL -> Inference.DECIMAL;
        });
  }

  private static Schema joinFloating(Kind lower, Kind upper) {
    return switch (lower) {
      case LONG -> Inference.DECIMAL;
      case FLOAT -> Schema.create(upper == Kind.FLOAT ? Schema.Type.FLOAT : Schema.Type.DOUBLE);
      default -> Schema.create(Schema.Type.DOUBLE);
    };
  }

  private static Schema joinDecimals(Kind lower, Schema first, Schema second) {
    if (lower == Kind.FLOAT || lower == Kind.DOUBLE) {
      return Inference.DECIMAL;
    }
    int scale = Math.max(scale(first), scale(second));
    int precision = Math.max(digitsBeforeThePoint(first), digitsBeforeThePoint(second)) + scale;
    return precision > MAX_PRECISION
        ? Inference.DECIMAL
        : LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
  }

  private static int scale(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimal.getScale() : 0;
  }

  private static int digitsBeforeThePoint(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal.getPrecision() - decimal.getScale();
    }
    return schema.getType() == Schema.Type.INT ? INT_DIGITS : LONG_DIGITS;
  }

  private static Optional<Kind> kind(Schema schema, Widening of) {
    LogicalType logical = schema.getLogicalType();
    if (logical != null) {
      return switch (logical) {
        case LogicalTypes.Decimal _ -> Optional.of(Kind.DECIMAL);
        case LogicalTypes.BigDecimal _ -> Optional.of(Kind.BIG_DECIMAL);
        default -> Optional.empty();
      };
    }
    return switch (schema.getType()) {
      case INT -> Optional.of(Kind.INT);
      case LONG -> Optional.of(isSmall(schema, of) ? Kind.SMALL_LONG : Kind.LONG);
      case FLOAT -> Optional.of(Kind.FLOAT);
      case DOUBLE -> Optional.of(Kind.DOUBLE);
      default -> Optional.empty();
    };
  }

  private static boolean isSmall(Schema ofLong, Widening of) {
    return of == Widening.INFERRED && !Inference.isWide(ofLong);
  }
}
