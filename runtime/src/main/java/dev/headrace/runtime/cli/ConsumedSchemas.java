package dev.headrace.runtime.cli;

import dev.headrace.runtime.schema.SchemaLookup;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.WriterReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of Avro bytes as a client finds them: in the topic that keeps them, which is read
 * when the first bytes ask for one, and read on when one is not known. One thread.
 */
final class ConsumedSchemas implements SchemaLookup, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(250);

  private static final int MOST_KNOWN = 10_000;

  private final Supplier<Consumer<byte[], byte[]>> opening;
  private final Map<WriterReference, Optional<Schema>> known = new HashMap<>();
  private final Map<ByteBuffer, Schema> kept = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * @param opening gives a consumer that reads what is committed
   */
  ConsumedSchemas(Supplier<Consumer<byte[], byte[]>> opening) {
    this.opening = opening;
  }

  @Override
  public Optional<Written> find(byte[] array, int from, int length) {
    return WriterReference.at(array, from, length)
        .flatMap(this::schema)
        .map(schema -> new Written(schema, WriterReference.BYTES));
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }

  private Optional<Schema> schema(WriterReference reference) {
    Optional<Schema> schema = known.get(reference);
    if (schema == null) {
      schema = read(ByteBuffer.wrap(reference.key()));
      if (known.size() >= MOST_KNOWN) {
        known.clear(); // texts that begin as a reference does
      }
      known.put(reference, schema);
    }
    return schema;
  }

  private Optional<Schema> read(ByteBuffer key) {
    if (!kept.containsKey(key)) {
      readOn();
    }
    return Optional.ofNullable(kept.get(key));
  }

  private void readOn() {
    Consumer<byte[], byte[]> from = consumer();
    Map<TopicPartition, Long> ends = from.endOffsets(from.assignment());
    while (ends.entrySet().stream().anyMatch(end -> from.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> each : from.poll(POLL)) {
        if (each.key() != null && each.value() != null) {
          WriterReference.schema(ByteBuffer.wrap(each.value()))
              .ifPresent(schema -> kept.put(ByteBuffer.wrap(each.key()), schema));
        }
      }
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = opening.get();
      consumer = open;
      List<TopicPartition> partitions =
          open.partitionsFor(TopicSchemas.TOPIC).stream()
              .map(info -> new TopicPartition(TopicSchemas.TOPIC, info.partition()))
              .toList();
      open.assign(partitions);
      open.seekToBeginning(partitions);
    }
    return open;
  }
}
