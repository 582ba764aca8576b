package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.Committed;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.log.WriterId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Stages a transaction in memory and sends it at the commit, so that aborted data is rare. One
 * thread, which waits while commits on their way hold too much; they are made by {@link
 * KafkaCommits}.
 */
final class KafkaWriter implements Writer {

  /** A transaction that nobody commits must not fill the memory. */
  private static final long MOST_BYTES_STAGED = 64L << 20;

  private final WriterId id;
  private final KafkaTopics topics;
  private final KafkaCommits commits;
  private final Map<String, Target> targets = new HashMap<>();
  private List<KafkaCommits.Staged> batches = new ArrayList<>();
  private Map<String, Map<TopicPartition, Committed>> offsets = new HashMap<>();
  private long stagedBytes;

  private KafkaWriter(WriterId id, KafkaTopics topics, KafkaCommits commits) {
    this.id = id;
    this.topics = topics;
    this.commits = commits;
  }

  /** What is known of a topic that is written to; a topic's limit is looked up once. */
  private record Target(int partitions, int largestBatchBytes) {}

  static KafkaWriter open(
      WriterId id, Map<String, Object> config, KafkaTopics topics, CommittedEnds ends) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw KafkaFailures.of("writer " + id.transactionalId() + " cannot be opened", e);
    }
    return new KafkaWriter(id, topics, new KafkaCommits(id, producer, ends));
  }

  @Override
  public void append(TopicPartition to, RecordBatch batch) {
    commits.throwIfOver();
    int size = batch.sizeInBytes();
    Target target = target(to);
    if (size > target.largestBatchBytes()) {
      throw new LogException.TooLarge(
          "a batch of "
              + size
              + " bytes for "
              + to
              + " is larger than the topic takes: max.message.bytes is "
              + target.largestBatchBytes());
    }
    if (stagedBytes + size > MOST_BYTES_STAGED) {
      throw new LogException.Refused(
          "a transaction of writer " + id.transactionalId() + " would pass 64 MiB, commit earlier");
    }
    commits.awaitRoom(stagedBytes + size);
    batches.add(new KafkaCommits.Staged(to, batch));
    stagedBytes += size;
  }

  private Target target(TopicPartition to) {
    Target known = targets.get(to.topic());
    if (known == null || to.partition() >= known.partitions()) {
      Optional<Topics.Description> topic = topics.find(to.topic());
      if (topic.isEmpty() || to.partition() >= topic.get().partitions()) {
        throw new LogException.Refused(to + " does not exist");
      }
      known = new Target(topic.get().partitions(), topics.largestBatchBytes(to.topic()));
      targets.put(to.topic(), known);
    }
    return known;
  }

  @Override
  public void offset(String group, TopicPartition partition, Committed at) {
    offsets.computeIfAbsent(group, _ -> new HashMap<>()).put(partition, at);
  }

  @Override
  public CompletionStage<Void> commit() {
    KafkaCommits.Transaction transaction =
        new KafkaCommits.Transaction(batches, offsets, stagedBytes);
    clear();
    return commits.add(transaction);
  }

  @Override
  public void close() {
    clear();
    commits.close();
  }

  private void clear() {
    batches = new ArrayList<>();
    offsets = new HashMap<>();
    stagedBytes = 0;
  }
}
