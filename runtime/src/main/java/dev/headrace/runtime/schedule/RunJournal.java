package dev.headrace.runtime.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.KeyedTopic;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.offset.SourcePositions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * What tasks note of a run in the very transactions that bring its records: which partitions were
 * read to their ends, and how many records came. So a run that was interrupted goes on with what is
 * left, and never reads a partition twice. Thread-safe.
 *
 * <p>The keys are {@code schedule-ended-["connector",{partition}]} and {@code
 * schedule-records-["connector",task]}, the values {@code {"run": due}}, the latter with {@code
 * "records"}: those of former runs say nothing and are written over.
 */
public final class RunJournal<K extends Record> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USUAL_BYTES = 512;

  /** The greatest {@code tasks.max}. */
  private static final int MOST_TASKS = 1000;

  private final KeyedTopic topic;
  private final String connector;
  private final String run;
  private final SourcePositions<K, ?> positions;
  private final TopicPartition target;

  RunJournal(KeyedTopic topic, String connector, Instant run, SourcePositions<K, ?> positions) {
    this.topic = topic;
    this.connector = connector;
    this.run = run.toString();
    this.positions = positions;
    this.target = topic.target(connector.getBytes(StandardCharsets.UTF_8));
  }

  /** Done when all is known that was committed before this call. */
  public CompletionStage<Void> caughtUp() {
    return topic.caughtUp();
  }

  /** Whether a partition was read to its end in this run, as far as it is known. */
  public boolean hasEnded(K partition) {
    return entry(topic, endedKey(partition), run).isPresent();
  }

  /** How many records a task of this number has brought in this run, as far as it is known. */
  public long records(int task) {
    return records(topic, connector, run, task);
  }

  /**
   * Adds to a task's open transaction.
   *
   * @param ended the partitions that this transaction brings to their ends
   * @param records all that the task has brought in this run, those in this transaction too
   */
  public void append(Writer writer, int task, Collection<K> ended, long records, long nowMillis) {
    RecordBatchBuilder batch = new RecordBatchBuilder(Compression.NONE, USUAL_BYTES);
    ObjectNode count = JSON.createObjectNode().put("run", run).put("records", records);
    batch.append(nowMillis, slice(recordsKey(connector, task)), slice(bytes(count)), List.of());
    byte[] mark = bytes(JSON.createObjectNode().put("run", run));
    for (K partition : ended) {
      batch.append(nowMillis, slice(endedKey(partition)), slice(mark), List.of());
    }
    writer.append(target, batch.build());
  }

  /** How many records all tasks of a connector have brought in a run, as far as it is known. */
  static long records(KeyedTopic topic, String connector, Instant run) {
    return IntStream.range(0, MOST_TASKS)
        .mapToLong(task -> records(topic, connector, run.toString(), task))
        .sum();
  }

  private static long records(KeyedTopic topic, String connector, String run, int task) {
    return entry(topic, recordsKey(connector, task), run)
        .map(entry -> entry.path("records").asLong())
        .orElse(0L);
  }

  private byte[] endedKey(K partition) {
    String key = new String(positions.key(partition), StandardCharsets.UTF_8);
    return ("schedule-ended-" + key).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] recordsKey(String connector, int task) {
    byte[] key = bytes(JSON.createArrayNode().add(connector).add(task));
    return ("schedule-records-" + new String(key, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What was noted in a run under a key. */
  private static Optional<JsonNode> entry(KeyedTopic topic, byte[] key, String run) {
    return topic
        .get(ByteBuffer.wrap(key))
        .flatMap(RunJournal::parsed)
        .filter(entry -> entry.path("run").asText().equals(run));
  }

  private static Optional<JsonNode> parsed(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    try {
      return Optional.ofNullable(JSON.readTree(bytes));
    } catch (IOException unreadable) {
      return Optional.empty(); // read once too often rather than not at all
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", impossible);
    }
  }

  private static ByteSlice slice(byte[] bytes) {
    return ByteSlice.of(bytes);
  }
}
