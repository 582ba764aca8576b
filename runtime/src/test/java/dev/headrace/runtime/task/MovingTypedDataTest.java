package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Format;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchema;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a source through the log to a sink: a decimal is a decimal, a day a day, at both ends. */
class MovingTypedDataTest {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final TopicSide VALUES = new TopicSide("numbers", Side.VALUE);
  private static final Schema ORDER =
      SchemaBuilder.record("Order")
          .fields()
          .name("price")
          .type(LogicalTypes.decimal(10, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
          .noDefault()
          .name("day")
          .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
          .noDefault()
          .endRecord();

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());
  private final NumberSource source = new NumberSource(3);

  @ParameterizedTest
  @EnumSource(names = {"JSON", "JSON_ENVELOPE", "AVRO"})
  void typedRecordsAndKeysArriveAsTheyWere(Format format) throws Exception {
    // Given
    ColumnSink sink = new ColumnSink(ValueForm.COLUMNS, ValueForm.COLUMNS);
    Value.Datum key = new Value.Datum(LocalDate.EPOCH, ORDER.getField("day").schema());
    emit(SourceRecord.of(order("12.50")).withKey(key));

    // When
    run(format, ErrorPolicy.STOP);
    deliver(sink, format, ErrorPolicy.STOP);

    // Then
    assertThat(sink.seen()).hasSize(3);
    GenericRecord found = (GenericRecord) sink.values().getFirst().value();
    assertThat(found.get("price")).isEqualTo(new BigDecimal("12.50"));
    assertThat(found.get("day")).isEqualTo(LocalDate.of(2026, 11, 25));
    assertThat(sink.seen().getFirst().key().map(each -> ((Value.Datum) each).value()))
        .contains(LocalDate.EPOCH);
  }

  @Test
  void plainJsonDeclaresItsSchemaBeforeTheFirstRecordIsVisible() throws Exception {
    // Given
    emit(SourceRecord.of(order("1.00")));

    // When
    run(Format.JSON, ErrorPolicy.STOP);

    // Then
    assertThat(schemas.find(VALUES).flatMap(TopicSchema::declared)).contains(ORDER);
    assertThat(log.values("numbers", 0))
        .hasSize(3)
        .contains("{\"price\":\"1.00\",\"day\":\"2026-11-25\"}");
  }

  @Test
  void jsonBecomesAvroBySchemasThatWiden() throws Exception {
    // Given
    ColumnSink sink = ColumnSink.ofValues();
    List<String> json = List.of("{\"a\":1}", "{\"a\":2.5}", "{\"a\":3,\"b\":\"x\"}");
    source.incident =
        (record, out) -> {
          byte[] bytes =
              json.get(record.charAt(record.length() - 1) - '0').getBytes(StandardCharsets.UTF_8);
          out.json(bytes, 0, bytes.length);
          return false;
        };

    // When
    run(Format.AVRO, ErrorPolicy.STOP);
    deliver(sink, Format.AVRO, ErrorPolicy.STOP);

    // Then
    assertThat(sink.values().stream().map(datum -> datum.value().toString()))
        .containsExactly("{\"a\": 1}", "{\"a\": 2.5}", "{\"a\": 3.0, \"b\": \"x\"}");
    assertThat(sink.values().getLast().schema())
        .isEqualTo(schemas.find(VALUES).flatMap(TopicSchema::inferred).orElseThrow());
  }

  @Test
  void refusesWhatTheFormatCannotHoldAndGoesOn() throws Exception {
    // Given
    source.incident =
        (record, out) -> {
          if (record.endsWith("1")) {
            out.record(SourceRecord.of(order("1.00")));
            return false;
          }
          return true;
        };

    // When
    run(Format.BYTES, ErrorPolicy.bury("dead"));

    // Then
    assertThat(log.values("numbers", 0)).containsExactly("a:0", "a:2");
    assertThat(log.values("dead", 0)).hasSize(1);
  }

  @Test
  void refusesToWriteJsonThatDoesNotFitAPinAsAvro() throws Exception {
    // Given
    log.topics().ensure("numbers", java.util.OptionalInt.of(1), java.util.Map.of());
    schemas.pin(VALUES, SchemaBuilder.record("Pinned").fields().requiredLong("a").endRecord());
    byte[] wrong = "{\"a\":\"one\"}".getBytes(StandardCharsets.UTF_8);
    source.incident =
        (_, out) -> {
          out.json(wrong, 0, wrong.length);
          return false;
        };

    // When
    run(Format.AVRO, ErrorPolicy.bury("dead"));

    // Then
    assertThat(log.values("numbers", 0)).isEmpty();
    assertThat(log.values("dead", 0)).hasSize(3).contains("{\"a\":\"one\"}");
  }

  private void emit(SourceRecord emitted) {
    source.incident =
        (_, out) -> {
          out.record(emitted);
          return false;
        };
  }

  private void run(Format format, ErrorPolicy errors) throws Exception {
    var task =
        source.task(
            driver.services(log),
            new PositionStore(log.table(PositionStore.TOPIC)),
            ReadMode.ONCE,
            new Formats(format, format),
            errors);
    task.assign(Assignment.last(NumberSource.parts("a")));
    driver.finish(task);
  }

  private void deliver(ColumnSink sink, Format format, ErrorPolicy errors) throws Exception {
    driver.runFor(
        sink.task(driver.services(log), "numbers", new Formats(format, format), errors), SOON);
  }

  private static Value.Datum order(String price) {
    GenericData.Record order = new GenericData.Record(ORDER);
    order.put("price", new BigDecimal(price));
    order.put("day", LocalDate.of(2026, 11, 25));
    return new Value.Datum(order, ORDER);
  }
}
