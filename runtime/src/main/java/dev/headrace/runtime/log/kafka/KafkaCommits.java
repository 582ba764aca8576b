package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.OnTheirWay;
import dev.headrace.runtime.log.WriterId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes the commits of one writer, in order, on a thread of their own: Kafka's producer waits at
 * each. What has gathered behind a commit is made in one transaction, which is as atomic, and in
 * order.
 */
final class KafkaCommits implements AutoCloseable {

  private static final long MOST_BYTES_ON_THEIR_WAY = 12L << 20;
  private static final int MOST_ON_THEIR_WAY = 16;
  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 30;

  private final WriterId id;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ThreadPoolExecutor thread;
  private final CommittedEnds ends;
  private final RecordCursor cursor = new RecordCursor();

  private final OnTheirWay onTheirWay = new OnTheirWay(MOST_BYTES_ON_THEIR_WAY, MOST_ON_THEIR_WAY);

  /** Under the monitor. */
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  KafkaCommits(WriterId id, KafkaProducer<byte[], byte[]> producer, CommittedEnds ends) {
    this.id = id;
    this.producer = producer;
    this.ends = ends;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // at most one turn for each commit on its way
            Thread.ofPlatform().name("headrace-commit-" + id.transactionalId()).daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** A batch on its way to a partition. */
  record Staged(TopicPartition to, RecordBatch batch) {}

  /** What is committed together. */
  record Transaction(
      List<Staged> batches, Map<String, Map<TopicPartition, Committed>> offsets, long bytes) {

    boolean isEmpty() {
      return batches.isEmpty() && offsets.isEmpty();
    }
  }

  private record Waiting(Transaction transaction, CompletableFuture<Void> done) {}

  /** After a failure nothing may overtake what failed. */
  void throwIfOver() {
    Optional<LogException> failure = onTheirWay.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Waits until {@code more} bytes fit beside those on their way, or nothing is on its way. */
  void awaitRoom(long more) {
    onTheirWay.awaitRoom(more);
  }

  /** Takes a commit over; waits while too many are on their way. */
  CompletionStage<Void> add(Transaction transaction) {
    onTheirWay.add(transaction.bytes());
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(new Waiting(transaction, done));
    }
    try {
      thread.execute(this::makeNext);
    } catch (RejectedExecutionException _) {
      fail(new LogException.Refused("writer " + id.transactionalId() + " is closed"));
    }
    return done;
  }

  private void makeNext() {
    List<Waiting> together = takeWaiting();
    if (!together.isEmpty()) {
      Optional<LogException> failure = onTheirWay.failure().or(() -> make(together));
      settle(together, failure);
    }
  }

  private synchronized List<Waiting> takeWaiting() {
    List<Waiting> together = List.copyOf(waiting);
    waiting.clear();
    return together;
  }

  private void settle(List<Waiting> together, Optional<LogException> failure) {
    for (Waiting each : together) {
      onTheirWay.remove(each.transaction().bytes(), failure);
      failure.ifPresentOrElse(each.done()::completeExceptionally, () -> each.done().complete(null));
    }
  }

  private void fail(LogException cause) {
    settle(takeWaiting(), Optional.of(cause));
  }

  private Optional<LogException> make(List<Waiting> together) {
    if (together.stream().allMatch(each -> each.transaction().isEmpty())) {
      return Optional.empty();
    }
    try {
      producer.beginTransaction();
      Map<TopicPartition, Future<RecordMetadata>> last = new HashMap<>();
      for (Waiting each : together) {
        each.transaction().batches().forEach(staged -> send(staged, last));
      }
      for (Map.Entry<String, Map<TopicPartition, Committed>> group : offsets(together).entrySet()) {
        sendOffsets(group.getKey(), group.getValue());
      }
      producer.commitTransaction();
      last.forEach((partition, record) -> note(partition, record.resultNow()));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          KafkaFailures.of("a commit of writer " + id.transactionalId() + " was not made", e));
    }
  }

  private void send(Staged staged, Map<TopicPartition, Future<RecordMetadata>> last) {
    cursor.open(staged.batch());
    while (cursor.next()) {
      Future<RecordMetadata> sent =
          producer.send(
              new ProducerRecord<>(
                  staged.to().topic(),
                  staged.to().partition(),
                  cursor.timestampMillis(),
                  bytesOf(cursor.key()),
                  bytesOf(cursor.value()),
                  headers()));
      last.put(staged.to(), sent);
    }
  }

  private void note(TopicPartition partition, RecordMetadata record) {
    if (record.hasOffset()) {
      ends.committed(partition, record.offset() + 1);
    }
  }

  private Iterable<Header> headers() {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < cursor.headerCount(); i++) {
      RecordHeader header = cursor.header(i);
      headers.add(header.key(), bytesOf(header.value()));
    }
    return headers;
  }

  /** Null is what Kafka's clients have for no bytes at all. */
  @SuppressWarnings("NullAway")
  private static byte[] bytesOf(ByteSlice slice) {
    return slice.isNull() ? null : slice.toArray();
  }

  private static Map<String, Map<TopicPartition, Committed>> offsets(List<Waiting> together) {
    Map<String, Map<TopicPartition, Committed>> last = new HashMap<>();
    for (Waiting each : together) {
      each.transaction()
          .offsets()
          .forEach(
              (group, offsets) ->
                  last.computeIfAbsent(group, _ -> new HashMap<>()).putAll(offsets));
    }
    return last;
  }

  /** In the name of nobody: the worker deals partitions to its tasks, the group has no members. */
  @SuppressWarnings("removal") // the successor of this class is not there yet
  private void sendOffsets(String group, Map<TopicPartition, Committed> offsets) {
    Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> wire = new HashMap<>();
    offsets.forEach(
        (partition, committed) ->
            wire.put(
                new org.apache.kafka.common.TopicPartition(
                    partition.topic(), partition.partition()),
                new OffsetAndMetadata(committed.nextOffset(), committed.metadata())));
    producer.sendOffsetsToTransaction(wire, new ConsumerGroupMetadata(group));
  }

  /** Waits for what is on its way, and takes nothing more. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException _) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    fail(new LogException.Refused("writer " + id.transactionalId() + " is closed"));
    producer.close(Duration.ofSeconds(CLOSE_SECONDS));
  }
}
