package dev.headrace.runtime.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Writes the fixed Java types of a schema in Avro's binary encoding, or says why it cannot. */
final class AvroWriter {

  private AvroWriter() {}

  static void write(Schema schema, @Nullable Object value, AvroOutput out) throws MisfitException {
    switch (schema.getType()) {
      case NULL -> writeNull(value);
      case BOOLEAN -> out.writeBoolean(Scalars.truth(value));
      case INT -> out.writeLong(integer(schema, value));
      case LONG -> out.writeLong(wide(schema, value));
      case FLOAT -> out.writeFloat(Scalars.single(value));
      case DOUBLE -> out.writeDouble(Scalars.floating(value));
      case STRING ->
          out.writeString(
              Kind.of(schema) == Kind.UUID ? Scalars.uuid(value).toString() : Scalars.text(value));
      case BYTES -> out.writeBytes(bytes(schema, value));
      case FIXED -> out.writeFixed(fixed(schema, value));
      case ENUM -> out.writeLong(ordinal(schema, Scalars.text(value)));
      case RECORD -> writeRecord(schema, value, out);
      case ARRAY -> writeArray(schema, value, out);
      case MAP -> writeMap(schema, value, out);
      case UNION -> {
        int branch = Branches.indexOf(schema, value);
        out.writeLong(branch);
        write(schema.getTypes().get(branch), value, out);
      }
    }
  }

  private static void writeNull(@Nullable Object value) throws MisfitException {
    if (value != null) {
      throw Scalars.misfit(value, "null");
    }
  }

  private static int integer(Schema schema, @Nullable Object value) throws MisfitException {
    return switch (Kind.of(schema)) {
      case DATE -> Fineness.days(Scalars.date(value));
      case TIME_MILLIS -> (int) Fineness.MILLIS.count(Scalars.time(value));
      default -> Scalars.integer(value);
    };
  }

  private static long wide(Schema schema, @Nullable Object value) throws MisfitException {
    Kind kind = Kind.of(schema);
    return switch (kind) {
      case TIME_MICROS -> Fineness.MICROS.count(Scalars.time(value));
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS ->
          kind.fineness().count(Scalars.instant(value));
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          kind.fineness().count(Scalars.local(value));
      default -> Scalars.wide(value);
    };
  }

  private static byte[] bytes(Schema schema, @Nullable Object value) throws MisfitException {
    return switch (Kind.of(schema)) {
      case DECIMAL -> unscaled(Decimals.fit(Scalars.decimal(value), schema));
      case BIG_DECIMAL -> bigDecimal(Scalars.decimal(value));
      default -> Scalars.bytes(value);
    };
  }

  private static byte[] fixed(Schema schema, @Nullable Object value) throws MisfitException {
    int size = schema.getFixedSize();
    return switch (Kind.of(schema)) {
      case DECIMAL ->
          Scalars.extended(unscaled(Decimals.fit(Scalars.decimal(value), schema)), size);
      case UUID -> uuid(Scalars.uuid(value));
      default -> Scalars.fixed(value, size);
    };
  }

  private static byte[] unscaled(BigDecimal decimal) {
    return decimal.unscaledValue().toByteArray();
  }

  /** As Avro's own conversion does it: the unscaled bytes behind their length, then the scale. */
  private static byte[] bigDecimal(BigDecimal decimal) {
    byte[] unscaled = unscaled(decimal);
    AvroOutput out = new AvroOutput(unscaled.length + 8);
    out.writeBytes(unscaled);
    out.writeLong(decimal.scale());
    return out.toBytes();
  }

  private static byte[] uuid(UUID uuid) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  private static int ordinal(Schema schema, String symbol) throws MisfitException {
    if (!schema.hasEnumSymbol(symbol)) {
      throw new MisfitException("\"" + symbol + "\" is none of " + schema.getEnumSymbols());
    }
    return schema.getEnumOrdinal(symbol);
  }

  private static void writeRecord(Schema schema, @Nullable Object value, AvroOutput out)
      throws MisfitException {
    if (!(value instanceof IndexedRecord record)
        || record.getSchema().getFields().size() != schema.getFields().size()) {
      throw Scalars.misfit(value, "record " + schema.getFullName());
    }
    for (Schema.Field field : schema.getFields()) {
      try {
        write(field.schema(), record.get(field.pos()), out);
      } catch (MisfitException misfit) {
        throw misfit.in(field.name());
      }
    }
  }

  private static void writeArray(Schema schema, @Nullable Object value, AvroOutput out)
      throws MisfitException {
    if (!(value instanceof Collection<?> elements)) {
      throw Scalars.misfit(value, "list");
    }
    if (!elements.isEmpty()) {
      out.writeLong(elements.size());
      for (Object element : elements) {
        write(schema.getElementType(), element, out);
      }
    }
    out.writeLong(0);
  }

  private static void writeMap(Schema schema, @Nullable Object value, AvroOutput out)
      throws MisfitException {
    if (!(value instanceof Map<?, ?> entries)) {
      throw Scalars.misfit(value, "map");
    }
    if (!entries.isEmpty()) {
      out.writeLong(entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        out.writeString(Scalars.text(entry.getKey()));
        write(schema.getValueType(), entry.getValue(), out);
      }
    }
    out.writeLong(0);
  }
}
