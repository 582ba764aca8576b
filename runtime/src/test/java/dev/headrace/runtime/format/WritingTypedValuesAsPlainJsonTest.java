package dev.headrace.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.Value;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No envelope, no type names: what a person would have written. */
class WritingTypedValuesAsPlainJsonTest {

  private final MemoryLog log = new MemoryLog();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());

  @BeforeEach
  void aTopic() {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
  }

  @Test
  void bytesTextAndJsonGoThroughAsTheyAre() throws Exception {
    byte[] json = "..{\"a\":1}..".getBytes(StandardCharsets.UTF_8);

    assertThat(text(new Value.Json(json, 2, 7))).isEqualTo("{\"a\":1}");
    assertThat(text(new Value.Text("größe"))).isEqualTo("größe");
    assertThat(text(new Value.Bytes(new byte[] {65, 66}))).isEqualTo("AB");
  }

  @Test
  void aDatumBecomesAnObject() throws Exception {
    // Given
    Schema schema =
        SchemaBuilder.record("Order")
            .fields()
            .requiredLong("id")
            .name("net_price")
            .prop(Value.Datum.ORIGINAL_NAME, "net price")
            .type()
            .stringType()
            .noDefault()
            .requiredString("day")
            .requiredString("at")
            .requiredBytes("picture")
            .optionalDouble("weight")
            .endRecord();
    GenericData.Record order = new GenericData.Record(schema);
    order.put("id", 7L);
    order.put("net_price", new BigDecimal("12.50"));
    order.put("day", LocalDate.of(2026, 11, 22));
    order.put("at", Instant.ofEpochSecond(0));
    order.put("picture", new byte[] {1, 2, 3});
    order.put("weight", Double.NaN);

    // When
    String json = text(new Value.Datum(order, schema));

    // Then
    assertThat(json)
        .isEqualTo(
            "{\"id\":7,\"net price\":\"12.50\",\"day\":\"2026-11-22\","
                + "\"at\":\"1970-01-01T00:00:00Z\",\"picture\":\"AQID\",\"weight\":\"NaN\"}");
  }

  @Test
  void collectionsBecomeArraysAndObjects() throws Exception {
    // Given
    Schema schema = Schema.createMap(Schema.createArray(Schema.create(Schema.Type.LONG)));

    // When
    String json = text(new Value.Datum(Map.of("a", List.of(1L, 2L)), schema));

    // Then
    assertThat(json).isEqualTo("{\"a\":[1,2]}");
  }

  @Test
  void refusesWhatIsNotOfItsOwnSchemaAndNamesTheField() {
    // Given
    Schema schema = SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();
    GenericData.Record order = new GenericData.Record(schema);
    order.put("id", "seven");

    // Then
    assertThatThrownBy(() -> text(new Value.Datum(order, schema)))
        .isInstanceOf(FormatException.class)
        .hasMessage("field id: a String is no int");
  }

  private String text(Value value) throws FormatException {
    return new String(
        new JsonEncoding(schemas, new TopicSide("orders", Side.VALUE)).encode(value).toArray(),
        StandardCharsets.UTF_8);
  }
}
