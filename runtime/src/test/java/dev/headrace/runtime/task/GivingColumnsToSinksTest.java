package dev.headrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.ErrorPolicy;
import dev.headrace.runtime.format.Format;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchema;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import dev.headrace.runtime.task.ColumnSink.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** A sink that takes columns gets records with fields, whatever the JSON in the topic is. */
class GivingColumnsToSinksTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicSide VALUES = new TopicSide("orders", Side.VALUE);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final MemoryLog log = new MemoryLog();
  private final TaskDriver driver = new TaskDriver();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());

  @Test
  void infersTheSchemaFromTheWholeBatch() throws Exception {
    // Given
    ColumnSink sink = ColumnSink.ofValues();
    ColumnSink.write(
        log,
        Written.of("{\"id\":1,\"name\":\"a\"}"),
        Written.of("{\"id\":2,\"weight\":1.5}"),
        Written.of("{\"id\":3,\"name\":null}"));

    // When
    driver.runFor(
        sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP), SOON);

    // Then
    assertThat(sink.values().stream().map(Value.Datum::schema).distinct()).hasSize(1);
    assertThat(sink.values().stream().map(datum -> datum.value().toString()))
        .containsExactly(
            "{\"id\": 1, \"name\": \"a\", \"weight\": null}",
            "{\"id\": 2, \"name\": null, \"weight\": 1.5}",
            "{\"id\": 3, \"name\": null, \"weight\": null}");
    assertThat(schemas.find(VALUES).flatMap(TopicSchema::inferred))
        .contains(sink.values().getFirst().schema());
  }

  @Test
  void keepsOneSchemaObjectUntilTheDataShowsMore() throws Exception {
    // Given
    ColumnSink sink = ColumnSink.ofValues();
    var task = sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP);
    ColumnSink.write(log, Written.of("{\"id\":1}"));
    driver.runFor(task, SOON);
    ColumnSink.write(log, Written.of("{\"id\":2}"));
    driver.runFor(task, SOON);

    // When
    ColumnSink.write(log, Written.of("{\"id\":9007199254740993,\"price\":0.1}"));
    driver.runFor(task, SOON);
    ColumnSink.write(log, Written.of("{\"id\":0.5,\"price\":1}"));
    driver.runFor(task, SOON);

    // Then
    List<Schema> seen = sink.values().stream().map(Value.Datum::schema).toList();
    assertThat(seen.get(1)).isSameAs(seen.get(0));
    assertThat(seen.get(2).getField("id").schema().getType()).isEqualTo(Schema.Type.LONG);
    assertThat(seen.get(3).getField("id").schema().getLogicalType().getName())
        .isEqualTo("big-decimal");
    assertThat(((GenericRecord) sink.values().get(3).value()).get("price")).isEqualTo(1.0);
  }

  @Test
  void aDeclaredSchemaGivesTheTypesBack() throws Exception {
    // Given
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
    Schema day = org.apache.avro.LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    Schema declared =
        SchemaBuilder.record("Order").fields().name("day").type(day).noDefault().endRecord();
    schemas.declare(VALUES, declared);
    ColumnSink sink = ColumnSink.ofValues();
    ColumnSink.write(log, Written.of("{\"day\":\"2026-11-25\"}"));

    // When
    driver.runFor(
        sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP), SOON);

    // Then
    assertThat(((GenericRecord) sink.values().getFirst().value()).get("day"))
        .isEqualTo(java.time.LocalDate.of(2026, 11, 25));
    assertThat(schemas.find(VALUES).flatMap(TopicSchema::inferred)).isEmpty();
  }

  @Test
  void leavesOutWhatIsNoRecordAndCommitsBehindIt() throws Exception {
    // Given
    ErrorPolicy bury = ErrorPolicy.bury("dead");
    ColumnSink sink = ColumnSink.ofValues();
    ColumnSink.write(
        log,
        Written.of("nonsense"),
        Written.of("{\"id\":1}"),
        Written.of("[1]"),
        Written.of("{\"id\":2}"),
        Written.of("{\"id\":3}{}"));

    // When
    var task = sink.task(driver.services(log), Format.JSON, Format.JSON, bury);
    driver.runFor(task, SOON);

    // Then
    assertThat(sink.seen()).extracting(ColumnSink.Seen::offset).containsExactly(1L, 3L);
    assertThat(task.progress().refused()).isEqualTo(3);
    assertThat(log.values("dead", 0)).containsExactly("nonsense", "[1]", "{\"id\":3}{}");
    assertThat(log.offsets("connect-out").committed()).containsEntry(ORDERS, new Committed(5, ""));
  }

  @Test
  void stopsAtWhatIsNoRecordWhenThatIsNotTolerated() {
    // Given
    ColumnSink sink = ColumnSink.ofValues();
    ColumnSink.write(log, Written.of("{\"id\":1}"), Written.of("5"), Written.of("{\"id\":2}"));
    var task = sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP);

    // When
    assertThatThrownBy(() -> driver.runFor(task, SOON))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContainingAll("orders-0 offset 1", "5 has no columns, an object has");

    // Then
    assertThat(sink.seen()).extracting(ColumnSink.Seen::offset).containsExactly(0L);
    assertThat(log.offsets("connect-out").committed()).containsEntry(ORDERS, new Committed(1, ""));
  }

  @Test
  void keysAreDataOfAnySchemaAndTombstonesHaveNoValue() throws Exception {
    // Given
    ColumnSink sink = new ColumnSink(ValueForm.COLUMNS, ValueForm.COLUMNS);
    ColumnSink.write(
        log, Written.of("7", "{\"id\":7}"), Written.tombstone("\"x\""), Written.of("8", "null"));

    // When
    driver.runFor(
        sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP), SOON);

    // Then
    assertThat(sink.seen().stream().map(one -> ((Value.Datum) one.key().orElseThrow()).value()))
        .containsExactly("7", "x", "8");
    assertThat(sink.seen().stream().map(one -> one.value().isPresent()))
        .containsExactly(true, false, false);
  }

  @Test
  void aKeyThatNobodyNeedsIsNoReasonToRefuse() throws Exception {
    // Given
    ColumnSink sink = ColumnSink.ofValues();
    ColumnSink.write(log, Written.of("no json", "{\"id\":7}"));

    // When
    driver.runFor(
        sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.STOP), SOON);

    // Then
    assertThat(sink.seen()).hasSize(1);
  }

  @Test
  void aSinkThatTakesJsonIsNotGivenAnythingElse() throws Exception {
    // Given
    ColumnSink sink = new ColumnSink(ValueForm.AS_STORED, ValueForm.JSON);
    ColumnSink.write(log, Written.of("{\"a\": 1}"), Written.of("{\"a\""), Written.of("\"ü\""));

    // When
    driver.runFor(
        sink.task(driver.services(log), Format.JSON, Format.JSON, ErrorPolicy.SKIP), SOON);

    // Then
    assertThat(sink.seen()).extracting(ColumnSink.Seen::offset).containsExactly(0L, 2L);
  }
}
