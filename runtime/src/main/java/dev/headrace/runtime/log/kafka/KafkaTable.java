package dev.headrace.runtime.log.kafka;

import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.log.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows a compacted topic by a consumer on a thread of its own, {@code headrace-table-TOPIC};
 * entries may be read by any other meanwhile.
 */
final class KafkaTable implements Table {

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final long CLOSE_MILLIS = 10_000;

  private final Topics.Description topic;
  private final List<TopicPartition> partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final Thread thread;
  private final Map<ByteBuffer, ByteBuffer> entries = new ConcurrentHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private volatile boolean isClosed;

  /** Somebody who waits until the partitions are read up to these offsets. */
  private record Waiting(Map<TopicPartition, Long> until, CompletableFuture<Void> done) {}

  private KafkaTable(Topics.Description topic, Map<String, Object> config, Admin admin) {
    this.topic = topic;
    this.admin = admin;
    partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(i -> new TopicPartition(topic.name(), i))
            .toList();
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread =
        Thread.ofPlatform().name("headrace-table-" + topic.name()).daemon().unstarted(this::run);
  }

  static KafkaTable follow(Topics.Description topic, Map<String, Object> config, Admin admin) {
    KafkaTable table = new KafkaTable(topic, config, admin);
    table.thread.start();
    return table;
  }

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public int partitions() {
    return topic.partitions();
  }

  /** Up to the high watermark: what is open below it is settled by its writer or its successor. */
  @Override
  public CompletionStage<Void> caughtUp() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    admin
        .listOffsets(latest)
        .all()
        .whenComplete(
            (ends, failure) -> {
              if (failure != null) {
                done.completeExceptionally(
                    KafkaFailures.of("the ends of " + topic.name() + " cannot be read", failure));
                return;
              }
              Map<TopicPartition, Long> until = new HashMap<>();
              ends.forEach((partition, end) -> until.put(partition, end.offset()));
              await(new Waiting(until, done));
            });
    return done;
  }

  private void await(Waiting one) {
    synchronized (waiting) {
      if (!isClosed) {
        waiting.add(one);
        consumer.wakeup();
        return;
      }
    }
    one.done().completeExceptionally(closed());
  }

  private LogException closed() {
    return new LogException.Refused("the table of " + topic.name() + " is closed");
  }

  private void run() {
    while (!isClosed) {
      try {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
          apply(record);
        }
        completeWaiting();
      } catch (WakeupException _) {
        // Somebody waits, or it is closed.
        completeWaiting();
      } catch (RuntimeException e) {
        fail(KafkaFailures.of("the table of " + topic.name() + " cannot be read", e));
      }
    }
    consumer.close();
    fail(closed());
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    ByteBuffer key = ByteBuffer.wrap(record.key()).asReadOnlyBuffer();
    if (record.value() == null) {
      entries.remove(key);
    } else {
      entries.put(key, ByteBuffer.wrap(record.value()).asReadOnlyBuffer());
    }
  }

  private void completeWaiting() {
    List<CompletableFuture<Void>> done = new ArrayList<>();
    synchronized (waiting) {
      for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
        Waiting one = each.next();
        if (isReached(one.until())) {
          each.remove();
          done.add(one.done());
        }
      }
    }
    done.forEach(each -> each.complete(null));
  }

  private boolean isReached(Map<TopicPartition, Long> until) {
    return until.entrySet().stream()
        .allMatch(end -> end.getValue() == 0 || consumer.position(end.getKey()) >= end.getValue());
  }

  private void fail(LogException cause) {
    List<Waiting> failed;
    synchronized (waiting) {
      failed = List.copyOf(waiting);
      waiting.clear();
    }
    failed.forEach(each -> each.done().completeExceptionally(cause));
  }

  @Override
  public Map<ByteBuffer, ByteBuffer> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public Optional<ByteBuffer> value(ByteBuffer key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public void close() {
    synchronized (waiting) {
      isClosed = true;
    }
    consumer.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
