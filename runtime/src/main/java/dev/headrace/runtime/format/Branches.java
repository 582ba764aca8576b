package dev.headrace.runtime.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Which type of a union a value has. */
final class Branches {

  private Branches() {}

  /** The index of the type; of several that would do, the first. */
  static int indexOf(Schema union, @Nullable Object value) throws MisfitException {
    List<Schema> types = union.getTypes();
    int only = -1;
    for (int i = 0; i < types.size(); i++) {
      if ((types.get(i).getType() == Schema.Type.NULL) == (value == null)) {
        if (value == null || types.size() <= 2) {
          return i;
        }
        if (only < 0 && fits(types.get(i), value)) {
          only = i;
        }
      }
    }
    if (only < 0) {
      throw Scalars.misfit(value, "type of " + union);
    }
    return only;
  }

  private static boolean fits(Schema type, Object value) {
    return switch (type.getType()) {
      case NULL -> false;
      case BOOLEAN -> value instanceof Boolean;
      case INT, LONG, FLOAT, DOUBLE, STRING, BYTES -> fitsScalar(type, value);
      case ENUM -> value instanceof String text && type.hasEnumSymbol(text);
      case FIXED ->
          Kind.of(type) == Kind.PLAIN
              ? value instanceof GenericFixed fixed && fixed.bytes().length == type.getFixedSize()
              : fitsScalar(type, value);
      case RECORD ->
          value instanceof IndexedRecord record
              && record.getSchema().getFullName().equals(type.getFullName());
      case ARRAY -> value instanceof Collection<?>;
      case MAP -> value instanceof Map<?, ?>;
      case UNION -> throw new IllegalStateException("a union is in no union");
    };
  }

  private static boolean fitsScalar(Schema type, Object value) {
    return switch (Kind.of(type)) {
      case DECIMAL, BIG_DECIMAL -> value instanceof BigDecimal;
      case UUID -> value instanceof UUID;
      case DATE -> value instanceof LocalDate;
      case TIME_MILLIS, TIME_MICROS -> value instanceof LocalTime;
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> value instanceof Instant;
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          value instanceof LocalDateTime;
      case PLAIN ->
          switch (type.getType()) {
            case INT -> value instanceof Integer;
            case LONG -> value instanceof Long;
            case FLOAT -> value instanceof Float;
            case DOUBLE -> value instanceof Double;
            case STRING -> value instanceof CharSequence;
            default -> value instanceof ByteBuffer || value instanceof byte[];
          };
    };
  }
}
