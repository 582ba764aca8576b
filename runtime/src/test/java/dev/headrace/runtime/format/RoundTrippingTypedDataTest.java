package dev.headrace.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a source writes a sink gets back, value for value, whatever lies between them in the topic.
 */
class RoundTrippingTypedDataTest {

  private static final int ROUNDS = 20 * Integer.getInteger("headrace.rounds", 10);
  private static final TopicSide VALUES = new TopicSide("orders", Side.VALUE);

  private final MemoryLog log = new MemoryLog();

  @BeforeEach
  void aTopic() {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "JSON_ENVELOPE", "AVRO"})
  void everyTypeComesBackAsItWas(Format format) throws Exception {
    long seed = new Random().nextLong();
    RandomData data = new RandomData(seed);
    Encoding encoding = new Encodings(schemas()).of(format, VALUES);
    Conversion conversion = new Conversions(schemas()).of(format, ValueForm.COLUMNS, VALUES);
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      GenericData.Record record = data.record(AllTypes.RECORD);

      // When
      ByteSlice stored = encoding.encode(new Value.Datum(record, AllTypes.RECORD));
      conversion.begin();
      Value back = conversion.convert(within(stored)).orElseThrow();

      // Then
      assertSame(((Value.Datum) back).value(), record, "seed " + seed + " round " + round);
      assertThat(conversion.widened()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "AVRO"})
  void theSchemaComesBackAsItWas(Format format) throws Exception {
    // Given
    GenericData.Record record = new RandomData(1).record(AllTypes.RECORD);

    // When
    ByteSlice stored =
        new Encodings(schemas())
            .of(format, VALUES)
            .encode(new Value.Datum(record, AllTypes.RECORD));
    Conversion conversion = new Conversions(schemas()).of(format, ValueForm.COLUMNS, VALUES);
    conversion.begin();
    Value.Datum first = (Value.Datum) conversion.convert(within(stored)).orElseThrow();
    conversion.begin();
    Value.Datum second = (Value.Datum) conversion.convert(within(stored)).orElseThrow();

    // Then
    assertThat(first.schema()).isEqualTo(AllTypes.RECORD);
    assertThat(second.schema()).isSameAs(first.schema());
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "JSON_ENVELOPE", "AVRO"})
  void asJsonItIsTheSameWhateverTheFormat(Format format) throws Exception {
    // Given
    GenericData.Record record = new RandomData(2).record(AllTypes.RECORD);
    Value.Datum datum = new Value.Datum(record, AllTypes.RECORD);

    // When
    ByteSlice stored = new Encodings(schemas()).of(format, VALUES).encode(datum);
    Conversion conversion = new Conversions(schemas()).of(format, ValueForm.JSON, VALUES);
    Value.Json json = (Value.Json) conversion.convert(within(stored)).orElseThrow();

    // Then
    assertThat(Encodings.slice(json).toArray()).isEqualTo(DatumJson.write(datum));
  }

  private TopicSchemas schemas() {
    return new TopicSchemas(log, InstantSource.system());
  }

  /** As records lie in a batch: amid other bytes. */
  private static Slice within(ByteSlice stored) {
    byte[] array = new byte[stored.length() + 7];
    System.arraycopy(stored.toArray(), 0, array, 3, stored.length());
    return new Slice().set(array, 3, stored.length());
  }

  /** Stricter than Avro's own comparison, which knows its own Java types only. */
  private static void assertSame(@Nullable Object found, @Nullable Object expected, String where) {
    switch (expected) {
      case IndexedRecord record ->
          record
              .getSchema()
              .getFields()
              .forEach(
                  field ->
                      assertSame(
                          ((IndexedRecord) found).get(field.pos()),
                          record.get(field.pos()),
                          where + " " + field.name()));
      case Collection<?> elements -> {
        assertThat((Collection<?>) found).as(where).hasSameSizeAs(elements);
        Iterator<?> others = ((Collection<?>) found).iterator();
        elements.forEach(element -> assertSame(others.next(), element, where));
      }
      case Map<?, ?> entries -> {
        assertThat(((Map<?, ?>) found).keySet()).as(where).isEqualTo(entries.keySet());
        entries.forEach((key, value) -> assertSame(((Map<?, ?>) found).get(key), value, where));
      }
      case GenericFixed fixed ->
          assertThat(((GenericFixed) found).bytes()).as(where).isEqualTo(fixed.bytes());
      case null, default -> assertThat(found).as(where).isEqualTo(expected);
    }
  }
}
