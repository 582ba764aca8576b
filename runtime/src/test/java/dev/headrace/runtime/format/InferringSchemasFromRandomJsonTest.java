package dev.headrace.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.SchemaChange;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchema;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever JSON comes, in whatever order: the schema that it shows takes all of it. */
class InferringSchemasFromRandomJsonTest {

  private static final int ROUNDS = 5 * Integer.getInteger("headrace.rounds", 10);
  private static final int RECORDS = 30;
  private static final TopicSide VALUES = new TopicSide("orders", Side.VALUE);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Test
  void takesEveryRecordSeenWithoutLosingADigit() throws Exception {
    long seed = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      String where = "seed " + seed + " round " + round;
      List<String> records = records(new RandomJson(seed + round));

      // When
      MemoryLog log = log();
      infer(log, records, new Random(round));

      // Then
      Conversion later = conversion(log);
      later.begin();
      for (String record : records) {
        Value.Datum datum = (Value.Datum) later.convert(slice(record)).orElseThrow();
        assertKept((GenericRecord) datum.value(), JSON.readTree(record), where + " " + record);
      }
      assertThat(later.widened()).as(where).isFalse();
    }
  }

  @Test
  void theOrderOfRecordsAndBatchesMakesNoDifference() throws Exception {
    long seed = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      List<String> records = records(new RandomJson(seed + round));
      MemoryLog inOrder = log();
      MemoryLog shuffled = log();

      // When
      infer(inOrder, records, new Random(round));
      Collections.shuffle(records, new Random(seed));
      infer(shuffled, records, new Random(round + 1));

      // Then
      assertThat(fields(inferred(shuffled)))
          .as("seed " + seed + " round " + round)
          .isEqualTo(fields(inferred(inOrder)));
    }
  }

  @Test
  void tasksThatInferAtTheSameTimeComeToOneSchema() throws Exception {
    long seed = new Random().nextLong();
    MemoryLog log = log();
    List<String> records = records(new RandomJson(seed));
    List<Thread> tasks = new ArrayList<>();
    for (int task = 0; task < 4; task++) {
      int number = task;
      tasks.add(
          Thread.ofPlatform()
              .name("infers-" + task)
              .start(() -> inferUnchecked(log, records, new Random(number))));
    }
    for (Thread task : tasks) {
      task.join();
    }

    MemoryLog alone = log();
    infer(alone, records, new Random(0));
    assertThat(fields(inferred(log))).as("seed " + seed).isEqualTo(fields(inferred(alone)));
  }

  private static List<String> records(RandomJson json) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(json.object());
    }
    return records;
  }

  /** In batches of random sizes, each from its beginning until it shows nothing new. */
  private static void infer(MemoryLog log, List<String> records, Random random)
      throws FormatException {
    Conversion conversion = conversion(log);
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(10));
      conversion.begin();
      do {
        for (String record : records.subList(from, to)) {
          conversion.convert(slice(record));
        }
      } while (conversion.widened());
      from = to;
    }
  }

  private static void inferUnchecked(MemoryLog log, List<String> records, Random random) {
    List<String> own = new ArrayList<>(records);
    Collections.shuffle(own, random);
    try {
      infer(log, own, random);
    } catch (FormatException refused) {
      throw new AssertionError(refused);
    }
  }

  private static MemoryLog log() {
    MemoryLog log = new MemoryLog();
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
    return log;
  }

  private static Conversion conversion(MemoryLog log) {
    return new Conversions(schemas(log)).of(Format.JSON, ValueForm.COLUMNS, VALUES);
  }

  private static TopicSchemas schemas(MemoryLog log) {
    return new TopicSchemas(log, InstantSource.system());
  }

  private static Schema inferred(MemoryLog log) {
    return schemas(log).find(VALUES).flatMap(TopicSchema::inferred).orElseThrow();
  }

  /** By the names that they have in the data, whatever their order. */
  private static Map<String, Object> fields(Schema schema) {
    Map<String, Object> fields = new TreeMap<>();
    for (Schema.Field field : schema.getFields()) {
      Schema type = field.schema();
      boolean nullable = dev.headrace.runtime.schema.Nullability.takesNull(type);
      Schema content = dev.headrace.runtime.schema.Nullability.content(type);
      fields.put(
          Value.Datum.nameOf(field) + (nullable ? "?" : ""),
          content.getType() == Schema.Type.RECORD
              ? fields(content)
              : content.getType() == Schema.Type.ARRAY
                      && content.getElementType().getType() == Schema.Type.RECORD
                  ? fields(content.getElementType())
                  : SchemaChange.shown(content).replaceAll("\\{.*", "{}"));
    }
    return fields;
  }

  private static void assertKept(GenericRecord record, JsonNode object, String where)
      throws Exception {
    for (Schema.Field field : record.getSchema().getFields()) {
      JsonNode member = object.get(Value.Datum.nameOf(field));
      assertValueKept(record.get(field.pos()), member, where + " at " + field.name());
    }
    object
        .fieldNames()
        .forEachRemaining(
            name ->
                assertThat(record.getSchema().getFields().stream().map(Value.Datum::nameOf))
                    .as(where)
                    .contains(name));
  }

  private static void assertValueKept(@Nullable Object value, @Nullable JsonNode node, String where)
      throws Exception {
    switch (value) {
      case null -> assertThat(node == null || node.isNull()).as(where).isTrue();
      case GenericRecord record -> assertKept(record, node, where);
      case List<?> elements -> {
        assertThat(elements).as(where).hasSize(node.size());
        for (int i = 0; i < elements.size(); i++) {
          assertValueKept(elements.get(i), node.get(i), where);
        }
      }
      case Boolean truth -> assertThat(node.booleanValue()).as(where).isEqualTo(truth);
      case Long number -> assertThat(node.longValue()).as(where).isEqualTo(number);
      case Double number ->
          assertThat(BigDecimal.valueOf(number))
              .as(where)
              .isEqualByComparingTo(node.decimalValue());
      case BigDecimal number ->
          assertThat(number).as(where).isEqualByComparingTo(node.decimalValue());
      case String text when node.isTextual() -> assertThat(text).as(where).isEqualTo(node.asText());
      case String text when node.isContainerNode() ->
          assertThat(JSON.readTree(text)).as(where).isEqualTo(node);
      case String text -> assertThat(text).as(where).isNotEmpty();
      default -> throw new AssertionError(where + ": " + value.getClass());
    }
  }

  private static Slice slice(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Slice().set(bytes, 0, bytes.length);
  }
}
