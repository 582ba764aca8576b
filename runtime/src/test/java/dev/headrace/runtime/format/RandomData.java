package dev.headrace.runtime.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Random values of a schema, in the Java types that connectors use. */
final class RandomData {

  private final Random random;

  RandomData(long seed) {
    random = new Random(seed);
  }

  @Nullable Object of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> integer(schema);
      case LONG -> wide(schema);
      case FLOAT -> single();
      case DOUBLE -> floating();
      case STRING -> Kind.of(schema) == Kind.UUID ? uuid() : text();
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size()));
      case RECORD -> record(schema);
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(of(schema.getElementType()));
        }
        yield elements;
      }
      case MAP -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(text(), of(schema.getValueType()));
        }
        yield entries;
      }
      case UNION -> of(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
    };
  }

  GenericData.Record record(Schema schema) {
    GenericData.Record record = new GenericData.Record(schema);
    schema.getFields().forEach(field -> record.put(field.pos(), of(field.schema())));
    return record;
  }

  private Object integer(Schema schema) {
    return switch (Kind.of(schema)) {
      case DATE -> LocalDate.ofEpochDay(random.nextInt());
      case TIME_MILLIS -> LocalTime.ofNanoOfDay(random.nextInt(86_400_000) * 1_000_000L);
      default -> random.nextInt() >> random.nextInt(32);
    };
  }

  private Object wide(Schema schema) {
    long any = random.nextLong() >> random.nextInt(64);
    Kind kind = Kind.of(schema);
    return switch (kind) {
      case TIME_MICROS -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> kind.fineness().instant(any);
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          kind.fineness().local(any);
      default -> any;
    };
  }

  private float single() {
    float any = Float.intBitsToFloat(random.nextInt());
    return Float.isNaN(any) ? Float.NaN : any;
  }

  private double floating() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> random.nextInt(1000);
      case 3 -> random.nextInt(100_000) / 100.0;
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isNaN(any) ? 0.0 : any;
      }
    };
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** All of Unicode, quotes and control characters among it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int character =
          random.nextBoolean() ? random.nextInt(128) : random.nextInt(Character.MAX_CODE_POINT);
      if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
        text.appendCodePoint(character);
      }
    }
    return text.toString();
  }

  private Object bytes(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal((LogicalTypes.Decimal) schema.getLogicalType());
      case BIG_DECIMAL ->
          new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 20)
              .setScale(random.nextInt(60) + 1, java.math.RoundingMode.DOWN);
      default -> ByteBuffer.wrap(someBytes(random.nextInt(20)));
    };
  }

  private Object fixed(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal((LogicalTypes.Decimal) schema.getLogicalType());
      case UUID -> uuid();
      default -> new GenericData.Fixed(schema, someBytes(schema.getFixedSize()));
    };
  }

  private BigDecimal decimal(LogicalTypes.Decimal type) {
    BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(type.getPrecision()));
    BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.getScale());
  }

  private byte[] someBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
  }

  Random random() {
    return random;
  }
}
