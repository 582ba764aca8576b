package dev.headrace.log;

import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.PartitionReader;
import dev.headrace.log.broker.PartitionReader.Chunk;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics.Creation;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What tests do with an engine. */
public final class Engines {

  private Engines() {}

  public static Topic createTopic(LogEngine engine, String name, int partitions) throws Exception {
    Creation creation =
        engine
            .topics()
            .create(NewTopic.of(name, partitions))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    return ((Creation.Created) creation).topic();
  }

  /** A batch of one record for each value. */
  public static RecordBatch batch(String... values) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 1024);
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      builder.append(1_000, bytes, 0, bytes.length);
    }
    return builder.build();
  }

  public static Staged staged(String topic, int partition, String... values) {
    return new Staged(new TopicPartition(topic, partition), batch(values));
  }

  public static Map<String, Map<TopicPartition, CommittedOffset>> offset(
      String group, String topic, long offset) {
    return Map.of(
        group,
        Map.of(new TopicPartition(topic, 0), new CommittedOffset(offset, OptionalInt.empty(), "")));
  }

  public static void commit(TransactionalWriter writer, Staged... batches) throws Exception {
    writer.commit(List.of(batches), Map.of()).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** All values that a reader of committed records sees. */
  public static List<String> committed(LogEngine engine, String topic, int partition)
      throws IOException {
    return values(engine, topic, partition, Isolation.READ_COMMITTED);
  }

  public static List<String> values(
      LogEngine engine, String topic, int partition, Isolation isolation) throws IOException {
    return List.copyOf(
        valuesByOffset(engine, new TopicPartition(topic, partition), isolation).values());
  }

  /** All values that a reader sees, in the order of their offsets. */
  public static SortedMap<Long, String> valuesByOffset(
      LogEngine engine, TopicPartition partition, Isolation isolation) throws IOException {
    PartitionLog log = engine.partitions().find(partition).orElseThrow();
    PartitionReader reader = new PartitionReader(log, isolation);
    RecordCursor cursor = new RecordCursor();
    SortedMap<Long, String> values = new TreeMap<>();
    long next = log.startOffset();
    while (reader.read(next, 1 << 20, ByteBuffer::allocate)
            instanceof Chunk.Batches(List<RecordBatch> batches, long after)
        && after > next) {
      for (RecordBatch batch : batches) {
        cursor.open(batch);
        while (cursor.next()) {
          values.put(cursor.offset(), new String(cursor.value().toArray(), StandardCharsets.UTF_8));
        }
      }
      next = after;
    }
    return values;
  }
}
