package dev.headrace.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Kafka Connect's own JsonConverter writes is read here, and what is written here it reads.
 */
@SuppressWarnings("JavaUtilDate") // Connect has its times in it
class SharingTheEnvelopeWithKafkaConnectTest {

  private static final int ROUNDS = 10 * Integer.getInteger("headrace.rounds", 10);
  private static final TopicSide VALUES = new TopicSide("orders", Side.VALUE);

  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("shop.Order")
          .field("i8", Schema.INT8_SCHEMA)
          .field("i16", Schema.OPTIONAL_INT16_SCHEMA)
          .field("i32", Schema.INT32_SCHEMA)
          .field("i64", Schema.INT64_SCHEMA)
          .field("f32", Schema.FLOAT32_SCHEMA)
          .field("f64", Schema.FLOAT64_SCHEMA)
          .field("truth", Schema.BOOLEAN_SCHEMA)
          .field("a text", Schema.OPTIONAL_STRING_SCHEMA)
          .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
          .field("price", Decimal.builder(2).optional().build())
          .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
          .field("time", Time.SCHEMA)
          .field("at", Timestamp.builder().optional().build())
          .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
          .field("stock", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build())
          .field("pairs", SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build())
          .field("count", SchemaBuilder.int32().optional().defaultValue(42).build())
          .build();

  private final MemoryLog log = new MemoryLog();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());
  private final JsonConverter converter = new JsonConverter();
  private final Conversion conversion =
      new Conversions(schemas).of(Format.JSON_ENVELOPE, ValueForm.COLUMNS, VALUES);

  @BeforeEach
  void configured() {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
    converter.configure(Map.of("schemas.enable", true), false);
    conversion.begin();
  }

  @Test
  void readsWhatTheConverterWrites() throws Exception {
    long seed = new Random().nextLong();
    RandomData data = new RandomData(seed);
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      Random random = data.random();
      BigDecimal price = BigDecimal.valueOf(random.nextLong(), 2);
      Instant at = data.instant();
      long day = random.nextInt(40_000);
      int millis = random.nextInt(86_400_000);
      byte[] raw = data.text().getBytes(StandardCharsets.UTF_8);
      Struct order =
          new Struct(ORDER)
              .put("i8", (byte) random.nextInt())
              .put("i32", random.nextInt())
              .put("i64", random.nextLong())
              .put("f32", random.nextFloat())
              .put("f64", random.nextGaussian() * 1e30)
              .put("truth", random.nextBoolean())
              .put("a text", data.text())
              .put("raw", raw)
              .put("price", price)
              .put("day", new Date(day * 86_400_000L))
              .put("time", new Date(millis))
              .put("at", Date.from(at))
              .put("tags", java.util.Arrays.asList(data.text(), null))
              .put("stock", Map.of("a", 1))
              .put("pairs", Map.of(7, "seven"))
              .put("count", null);

      // When
      GenericRecord read =
          (GenericRecord) columns(converter.fromConnectData("orders", ORDER, order));

      // Then
      String where = "seed " + seed + " round " + round;
      assertThat(read.get("i8")).as(where).isEqualTo((int) order.getInt8("i8"));
      assertThat(read.get("i16")).as(where).isNull();
      for (String same : List.of("i32", "i64", "f32", "f64", "truth", "tags", "stock")) {
        assertThat(read.get(same)).as(where).isEqualTo(order.get(same));
      }
      assertThat(read.get("a_text")).as(where).isEqualTo(order.get("a text"));
      assertThat(read.get("raw")).as(where).isEqualTo(ByteBuffer.wrap(raw));
      assertThat(read.get("price")).as(where).isEqualTo(price);
      assertThat(read.get("day")).as(where).isEqualTo(LocalDate.ofEpochDay(day));
      assertThat(read.get("time")).as(where).isEqualTo(LocalTime.ofNanoOfDay(millis * 1_000_000L));
      assertThat(read.get("at")).as(where).isEqualTo(at);
      assertThat(read.get("count")).as(where).isEqualTo(42);
      GenericRecord pair = (GenericRecord) ((List<?>) read.get("pairs")).getFirst();
      assertThat(pair.get("key")).isEqualTo(7);
      assertThat(pair.get("value")).isEqualTo("seven");
      assertThat(read.getSchema().getFullName()).isEqualTo("shop.Order");
    }
  }

  @Test
  void theConverterReadsWhatIsWrittenHere() throws Exception {
    long seed = new Random().nextLong();
    RandomData data = new RandomData(seed);
    Encoding encoding = new Encodings(schemas).of(Format.JSON_ENVELOPE, VALUES);
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      GenericData.Record record = data.record(AllTypes.RECORD);
      byte[] envelope = encoding.encode(new Value.Datum(record, AllTypes.RECORD)).toArray();

      // When
      SchemaAndValue read = converter.toConnectData("orders", envelope);

      // Then
      Struct struct = (Struct) read.value();
      String where = "seed " + seed + " round " + round;
      for (String same : List.of("boolean", "int", "long", "string", "maybe_long")) {
        assertThat(struct.get(same)).as(where).isEqualTo(record.get(same));
      }
      assertThat(struct.get("net price \"€\"")).as(where).isEqualTo(record.get("net_price"));
      assertThat(struct.get("decimal")).as(where).isEqualTo(record.get("decimal"));
      assertThat(ByteBuffer.wrap(struct.getBytes("bytes")))
          .as(where)
          .isEqualTo(record.get("bytes"));
      assertThat(struct.get("date"))
          .as(where)
          .isEqualTo(new Date(((LocalDate) record.get("date")).toEpochDay() * 86_400_000L));
      assertThat(((Date) struct.get("time_millis")).getTime())
          .as(where)
          .isEqualTo(((LocalTime) record.get("time_millis")).toNanoOfDay() / 1_000_000);
      assertThat(((Date) struct.get("timestamp_millis")).getTime())
          .as(where)
          .isEqualTo(((Instant) record.get("timestamp_millis")).toEpochMilli());
      assertThat(read.schema().field("uuid").schema().name()).isEqualTo("io.debezium.data.Uuid");
      assertThat(struct.get("uuid")).as(where).isEqualTo(record.get("uuid").toString());
    }
  }

  @Test
  void simpleValuesAndNullsGoBothWays() throws Exception {
    Encoding encoding = new Encodings(schemas).of(Format.JSON_ENVELOPE, VALUES);

    assertThat(converter.toConnectData("orders", encoding.encode(new Value.Text("ü")).toArray()))
        .isEqualTo(new SchemaAndValue(Schema.STRING_SCHEMA, "ü"));
    assertThat(
            converter.toConnectData(
                "orders",
                encoding
                    .encode(Value.Json.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                    .toArray()))
        .isEqualTo(new SchemaAndValue(null, Map.of("a", 1L)));
    assertThat(convert(converter.fromConnectData("orders", Schema.OPTIONAL_STRING_SCHEMA, null)))
        .isEmpty();
  }

  @Test
  void aPayloadWithoutASchemaTakesTheTopics() throws Exception {
    // Given
    byte[] untyped =
        "{\"payload\":{\"id\":1.5}, \"schema\": null}".getBytes(StandardCharsets.UTF_8);

    // When
    convert(untyped);
    boolean widened = conversion.widened();
    GenericRecord read = (GenericRecord) columns(untyped);

    // Then
    assertThat(widened).isTrue();
    assertThat(read.get("id")).isEqualTo(1.5);
  }

  @Test
  void thePayloadMayComeBeforeItsSchema() throws Exception {
    String envelope =
        "{\"payload\":{\"id\":\"YQ==\"},\"schema\":{\"type\":\"struct\",\"fields\":"
            + "[{\"field\":\"id\",\"type\":\"bytes\",\"optional\":true}]}}";

    GenericRecord read = (GenericRecord) columns(envelope.getBytes(StandardCharsets.UTF_8));

    assertThat(read.get("id")).isEqualTo(ByteBuffer.wrap(new byte[] {'a'}));
  }

  @Test
  void refusesWhatIsNoEnvelopeAndSaysWhatToDo() {
    for (String wrong :
        List.of(
            "{\"id\":1}",
            "5",
            "{\"schema\":{\"type\":\"int99\"},\"payload\":1}",
            "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"a\",\"type\":\"int32\"}]},"
                + "\"payload\":{\"a\":\"x\"}}")) {
      assertThatThrownBy(() -> convert(wrong.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              FormatException.class,
              refused -> {
                assertThat(refused.reason().code()).isEqualTo("value.not-an-envelope");
                assertThat(refused.reason().next()).contains("`value.format`");
              });
    }
  }

  private Object columns(byte[] envelope) throws FormatException {
    return ((Value.Datum) convert(envelope).orElseThrow()).value();
  }

  private Optional<Value> convert(byte[] envelope) throws FormatException {
    return conversion.convert(new Slice().set(envelope, 0, envelope.length));
  }
}
