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
    DATE(LogicalTypes.date(), Schema.Type.INT),
    TIME(LogicalTypes.timeMicros(), Schema.Type.LONG),
    INSTANT(LogicalTypes.timestampMicros(), Schema.Type.LONG),
    INSTANT_NANOS(LogicalTypes.timestampNanos(), Schema.Type.LONG),
    LOCAL_TIME_STAMP(LogicalTypes.localTimestampMicros(), Schema.Type.LONG),
    LOCAL_TIME_STAMP_NANOS(LogicalTypes.localTimestampNanos(), Schema.Type.LONG),
    UUID(LogicalTypes.uuid(), Schema.Type.STRING);

    private final LogicalType logical;
    private final Schema.Type type;

    Logical(LogicalType logical, Schema.Type type) {
      this.logical = logical;
      this.type = type;
    }

    @Override
    public Schema schema() {
      return logical.addToSchema(Schema.create(type));
    }
  }

  /** A decimal of fixed scale; {@code 0 <= scale <= precision}, {@code precision >= 1}. */
  record Decimal(int precision, int scale) implements Shape {
    @Override
    public Schema schema() {
      return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
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
