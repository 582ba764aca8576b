package dev.headrace.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a topic's schema is in the log: for every task, every node and every start. */
class KeepingTopicSchemasTest {

  private static final TopicSide VALUES = new TopicSide("orders", Side.VALUE);
  private static final TopicSide KEYS = new TopicSide("orders", Side.KEY);

  private final MemoryLog log = new MemoryLog();
  private final TopicSchemas here = schemas();
  private final TopicSchemas there = schemas();

  @BeforeEach
  void aTopic() {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
  }

  @Test
  void nothingIsMadeBeforeSomethingIsKnown() {
    assertThat(here.find(VALUES)).isEmpty();
    assertThat(log.topics().find(TopicSchemas.TOPIC)).isEmpty();
  }

  @Test
  void survivesARestart(@TempDir Path directory) throws Exception {
    Schema schema = record("id");
    byte[] prefix;
    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory));
        EmbeddedLog embedded = new EmbeddedLog(engine);
        TopicSchemas schemas = new TopicSchemas(embedded, InstantSource.system())) {
      embedded.topics().ensure("orders", OptionalInt.of(1), Map.of());
      schemas.infer(VALUES, record("seen"));
      schemas.pin(VALUES, schema);
      prefix = schemas.writers().prefix(schema);
    }

    try (LogEngine engine = LogEngine.open(EngineSettings.of(directory));
        EmbeddedLog embedded = new EmbeddedLog(engine);
        TopicSchemas schemas = new TopicSchemas(embedded, InstantSource.system())) {
      TopicSchema kept = schemas.find(VALUES).orElseThrow();
      assertThat(kept.pinned()).contains(schema);
      assertThat(kept.inferred()).contains(record("seen"));
      assertThat(kept.revision()).isEqualTo(2);
      assertThat(schemas.writers().find(prefix, 0, prefix.length))
          .contains(new SchemaLookup.Written(schema, prefix.length));
    }
  }

  @Test
  void whatSeveralFindIsPutTogetherWhoeverComesLast() throws Exception {
    // When
    here.infer(VALUES, record("a"));
    there.infer(VALUES, record("b"));
    TopicSchema both = here.infer(VALUES, record("c"));

    // Then
    assertThat(names(both)).containsExactly("a", "b", "c");
    assertThat(there.find(VALUES)).contains(both);
    assertThat(here.infer(VALUES, record("b"))).isEqualTo(both);
  }

  @Test
  void manyThatChangeItAtOnceLoseNothing() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      TopicSchemas schemas = i % 2 == 0 ? here : there;
      threads.add(
          Thread.ofPlatform()
              .name("infers-" + i)
              .start(
                  () -> {
                    for (int field = 0; field < 10; field++) {
                      infer(schemas, record("f" + number + "_" + field));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(names(here.find(VALUES).orElseThrow())).hasSize(40);
  }

  @Test
  void aPinWinsOverADeclarationAndThatOverWhatWasInferred() throws Exception {
    here.infer(VALUES, record("inferred"));
    assertThat(origin()).isEqualTo(TopicSchema.Origin.INFERRED);
    here.declare(VALUES, record("declared"));
    assertThat(origin()).isEqualTo(TopicSchema.Origin.DECLARED);
    here.pin(VALUES, record("pinned"));
    assertThat(origin()).isEqualTo(TopicSchema.Origin.PINNED);
    here.infer(VALUES, record("more"));
    assertThat(names(here.find(VALUES).orElseThrow())).containsExactly("pinned");
    here.unpin(VALUES);
    assertThat(origin()).isEqualTo(TopicSchema.Origin.DECLARED);
    assertThat(here.unpin(VALUES).effective()).isEmpty();
    assertThat(here.find(VALUES).orElseThrow().revision()).isEqualTo(6);
  }

  @Test
  void keysAndValuesAreKeptApart() throws Exception {
    here.infer(KEYS, Schema.create(Schema.Type.LONG));

    assertThat(here.find(VALUES)).isEmpty();
    assertThat(there.find(KEYS)).isPresent();
  }

  @Test
  void aTopicThatWasCreatedAnewHasNoneOfTheOldOnes() throws Exception {
    // Given
    here.pin(VALUES, record("old"));

    // When
    log.recreate("orders");

    // Then
    assertThat(here.find(VALUES)).isEmpty();
    assertThat(names(here.infer(VALUES, record("new")))).containsExactly("new");
  }

  @Test
  void refusesToPinWhatCannotBeColumns() {
    assertThatThrownBy(() -> here.pin(VALUES, Schema.create(Schema.Type.LONG)))
        .isInstanceOf(RefusedSchemaException.class);
    Schema list = Schema.createRecord("List", null, null, false);
    list.setFields(
        List.of(
            new Schema.Field("next", Schema.createUnion(Schema.create(Schema.Type.NULL), list))));
    assertThatThrownBy(() -> here.pin(VALUES, list)).isInstanceOf(RefusedSchemaException.class);
    assertThatThrownBy(() -> here.pin(new TopicSide("none", Side.VALUE), record("a")))
        .isInstanceOf(LogException.Refused.class);
  }

  @Test
  void schemasThatDifferInALogicalTypeOnlyAreNotTakenForOneAnother() {
    Schema two = decimal(2);
    Schema four = decimal(4);
    byte[] first = here.writers().prefix(two);
    byte[] second = here.writers().prefix(four);

    assertThat(first).isNotEqualTo(second);
    assertThat(there.writers().find(first, 0, first.length).map(SchemaLookup.Written::schema))
        .contains(two);
    assertThat(there.writers().find(second, 0, second.length).map(SchemaLookup.Written::schema))
        .contains(four);
    assertThat(there.writers().find(new byte[] {0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7}, 0, 11)).isEmpty();
  }

  private static void infer(TopicSchemas schemas, Schema seen) {
    try {
      schemas.infer(VALUES, seen);
    } catch (RefusedSchemaException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private TopicSchema.Origin origin() {
    return here.find(VALUES).flatMap(TopicSchema::effective).orElseThrow().origin();
  }

  private static List<String> names(TopicSchema schema) {
    return schema
        .effective()
        .map(TopicSchema.Effective::schema)
        .map(Schema::getFields)
        .orElse(List.of())
        .stream()
        .map(Schema.Field::name)
        .toList();
  }

  private TopicSchemas schemas() {
    return new TopicSchemas(log, InstantSource.system());
  }

  private static Schema record(String field) {
    return SchemaBuilder.record("orders").fields().requiredLong(field).endRecord();
  }

  private static Schema decimal(int scale) {
    Schema decimal =
        org.apache.avro.LogicalTypes.decimal(10, scale)
            .addToSchema(Schema.create(Schema.Type.BYTES));
    return SchemaBuilder.record("orders")
        .fields()
        .name("price")
        .type(decimal)
        .noDefault()
        .endRecord();
  }
}
