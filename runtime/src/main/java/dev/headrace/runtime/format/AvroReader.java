package dev.headrace.runtime.format;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Reads Avro's binary encoding into the fixed Java types. Used by one thread, for one value. */
final class AvroReader {

  private static final int MAX_DEPTH = 200;

  /** The most elements that take no bytes at all, such as nulls. */
  private static final int MAX_EMPTY_ELEMENTS = 1_000_000;

  private final AvroInput in;
  private int depth;
  private int emptyElements;

  private AvroReader(AvroInput in) {
    this.in = in;
  }

  /** The one value that the input holds. */
  static @Nullable Object read(Schema schema, AvroInput in) throws MisfitException {
    Object value = new AvroReader(in).read(schema);
    if (in.remaining() > 0) {
      throw new MisfitException(in.remaining() + " bytes are left behind the value");
    }
    return value;
  }

  private @Nullable Object read(Schema schema) throws MisfitException {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> in.readBoolean();
      case INT -> integer(schema);
      case LONG -> wide(schema);
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case STRING -> Kind.of(schema) == Kind.UUID ? uuid(in.readString()) : in.readString();
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> symbol(schema);
      case RECORD, ARRAY, MAP, UNION -> readNested(schema);
    };
  }

  private @Nullable Object readNested(Schema schema) throws MisfitException {
    if (++depth > MAX_DEPTH) {
      throw new MisfitException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    Object value =
        switch (schema.getType()) {
          case RECORD -> record(schema);
          case ARRAY -> array(schema.getElementType());
          case MAP -> map(schema.getValueType());
          default -> read(branch(schema));
        };
    depth--;
    return value;
  }

  private Object integer(Schema schema) throws MisfitException {
    int value = in.readInt();
    return switch (Kind.of(schema)) {
      case DATE -> LocalDate.ofEpochDay(value);
      case TIME_MILLIS -> Fineness.MILLIS.time(value);
      default -> value;
    };
  }

  private Object wide(Schema schema) throws MisfitException {
    long value = in.readLong();
    Kind kind = Kind.of(schema);
    return switch (kind) {
      case TIME_MICROS -> Fineness.MICROS.time(value);
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> kind.fineness().instant(value);
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          kind.fineness().local(value);
      default -> value;
    };
  }

  private static UUID uuid(String text) throws MisfitException {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException wrong) {
      throw new MisfitException("\"" + text + "\" is no uuid");
    }
  }

  private Object bytes(Schema schema) throws MisfitException {
    byte[] bytes = in.readBytes();
    return switch (Kind.of(schema)) {
      case DECIMAL -> Decimals.of(bytes, schema);
      case BIG_DECIMAL -> {
        AvroInput decimal = new AvroInput(bytes, 0, bytes.length);
        yield Decimals.of(decimal.readBytes(), decimal.readInt());
      }
      default -> ByteBuffer.wrap(bytes);
    };
  }

  private Object fixed(Schema schema) throws MisfitException {
    byte[] bytes = in.readFixed(schema.getFixedSize());
    return switch (Kind.of(schema)) {
      case DECIMAL -> Decimals.of(bytes, schema);
      case UUID -> {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        yield new UUID(halves.getLong(), halves.getLong());
      }
      default -> new GenericData.Fixed(schema, bytes);
    };
  }

  private String symbol(Schema schema) throws MisfitException {
    int ordinal = in.readInt();
    List<String> symbols = schema.getEnumSymbols();
    if (ordinal < 0 || ordinal >= symbols.size()) {
      throw new MisfitException("an enum has no symbol " + ordinal);
    }
    return symbols.get(ordinal);
  }

  private Schema branch(Schema union) throws MisfitException {
    int index = in.readInt();
    if (index < 0 || index >= union.getTypes().size()) {
      throw new MisfitException("a union has no type " + index);
    }
    return union.getTypes().get(index);
  }

  private Object record(Schema schema) throws MisfitException {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      try {
        record.put(field.pos(), read(field.schema()));
      } catch (MisfitException misfit) {
        throw misfit.in(field.name());
      }
    }
    return record;
  }

  private Object array(Schema elementType) throws MisfitException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (long count = blockCount(); count != 0; count = blockCount()) {
      for (long i = 0; i < count; i++) {
        elements.add(element(elementType));
      }
    }
    return elements;
  }

  private Object map(Schema valueType) throws MisfitException {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (long count = blockCount(); count != 0; count = blockCount()) {
      for (long i = 0; i < count; i++) {
        entries.put(in.readString(), read(valueType));
      }
    }
    return entries;
  }

  private @Nullable Object element(Schema type) throws MisfitException {
    int before = in.remaining();
    Object element = read(type);
    if (in.remaining() == before && ++emptyElements > MAX_EMPTY_ELEMENTS) {
      throw new MisfitException("it has more than " + MAX_EMPTY_ELEMENTS + " empty elements");
    }
    return element;
  }

  /** A negative count comes with the size of the block, which is of no use here. */
  private long blockCount() throws MisfitException {
    long count = in.readLong();
    if (count >= 0) {
      return count;
    }
    in.readLong();
    return -count;
  }
}
