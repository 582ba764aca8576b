package dev.headrace.connectors.jdbc.types;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What values of a column are, whatever the database calls its type. */
public sealed interface Shape {

  /** The schema without null, without properties; a new object each time. */
  Schema schema();

  /** A simple type. */
  enum Simple implements Shape {
    BOOLEAN(Schema.Type.BOOLEAN),
    INT(Schema.Type.INT),
    LONG(Schema.Type.LONG),
    FLOAT(Schema.Type.FLOAT),
    DOUBLE(Schema.Type.DOUBLE),
    TEXT(Schema.Type.STRING),
    BYTES(Schema.Type.BYTES);

    private final Schema.Type type;

    Simple(Schema.Type type) {
      this.type = type;
    }

    @Override
    public Schema schema() {
      return Schema.create(type);
    }
  }

  /** A type that Avro writes as another one. */
  enum Logical implements Shape {
    DATE,
    TIME,
    INSTANT,
    INSTANT_NANOS,
    LOCAL_TIME_STAMP,
    LOCAL_TIME_STAMP_NANOS,
    UUID;

    @Override
    public Schema schema() {
      return switch (this) {
        case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
        case TIME -> ofLong(LogicalTypes.timeMicros());
        case INSTANT -> ofLong(LogicalTypes.timestampMicros());
        case INSTANT_NANOS -> ofLong(LogicalTypes.timestampNanos());
        case LOCAL_TIME_STAMP -> ofLong(LogicalTypes.localTimestampMicros());
        case LOCAL_TIME_STAMP_NANOS -> ofLong(LogicalTypes.localTimestampNanos());
        case UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      };
    }

    private static Schema ofLong(LogicalType logical) {
      return logical.addToSchema(Schema.create(Schema.Type.LONG));
    }
  }

  /** A decimal of fixed scale; {@code 0 <= scale <= precision}, {@code precision >= 1}. */
  record Decimal(int precision, int scale) implements Shape {
    @Override
    public Schema schema() {
      return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
    }
  }

  /** A decimal of any precision and scale. */
  record AnyDecimal() implements Shape {
    @Override
    public Schema schema() {
      return LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
    }
  }

  /** A list whose elements may be null. */
  record ListOf(Shape element) implements Shape {
    @Override
    public Schema schema() {
      return Schema.createArray(
          Schema.createUnion(Schema.create(Schema.Type.NULL), element.schema()));
    }
  }
}
