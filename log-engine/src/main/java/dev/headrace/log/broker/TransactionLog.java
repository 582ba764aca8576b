package dev.headrace.log.broker;

import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.TransactionRecords;
import dev.headrace.log.transaction.TransactionState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The last logged state of each transactional id, and the log it is replayed from: {@link
 * InternalTopics#TRANSACTION_STATE}. Thread-safe.
 */
final class TransactionLog implements AutoCloseable {

  private final Map<String, TransactionState> states = new ConcurrentHashMap<>();
  private final List<StateLog> partitions;

  private TransactionLog(List<StateLog> partitions) {
    this.partitions = partitions;
  }

  /**
   * Replays the partitions of the topic.
   *
   * @throws IOException when one cannot be read
   */
  static TransactionLog open(Topic topic, Partitions partitions, InstantSource clock)
      throws IOException {
    TransactionLog log =
        new TransactionLog(
            IntStream.range(0, topic.partitions())
                .mapToObj(i -> partition(new TopicPartition(topic.name(), i), partitions))
                .map(partition -> new StateLog(partition, clock))
                .toList());
    for (StateLog partition : log.partitions) {
      partition.replay(log.new Part(partition));
    }
    return log;
  }

  private static PartitionLog partition(TopicPartition name, Partitions partitions) {
    return partitions
        .find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name + " has no folder in the data directory; put it back from a backup"));
  }

  /** The states last known to be durable, by transactional id. */
  Map<String, TransactionState> all() {
    return Map.copyOf(states);
  }

  /** Logs a state; done when it is durable. */
  CompletionStage<Void> append(String transactionalId, TransactionState state) {
    return partitionOf(transactionalId)
        .append(
            List.of(TransactionRecords.encode(transactionalId, state)),
            _ -> states.put(transactionalId, state));
  }

  /** Logs that an id is forgotten; done when that is durable. */
  CompletionStage<Void> forget(String transactionalId) {
    return partitionOf(transactionalId)
        .append(
            List.of(TransactionRecords.tombstone(transactionalId)),
            _ -> states.remove(transactionalId));
  }

  /** Done when all that was replayed is on disk, as recovery may have read it from the cache. */
  void awaitDurable() {
    for (StateLog each : partitions) {
      PartitionLog log = each.partition();
      log.durable(log.endOffset()).toCompletableFuture().join();
    }
  }

  /** Writes the states down for the next start. After the last append. */
  @Override
  public void close() {
    partitions.forEach(StateLog::close);
  }

  /** As Kafka deals ids to partitions. */
  private StateLog partitionOf(String transactionalId) {
    return partitions.get((transactionalId.hashCode() & Integer.MAX_VALUE) % partitions.size());
  }

  /** The states that one partition holds. */
  private final class Part implements ReplayedState {

    private final StateLog partition;

    Part(StateLog partition) {
      this.partition = partition;
    }

    @Override
    public void replay(StateRecord record, long offset) {
      TransactionRecords.Entry entry = TransactionRecords.decode(record);
      entry
          .state()
          .ifPresentOrElse(
              state -> states.put(entry.transactionalId(), state),
              () -> states.remove(entry.transactionalId()));
    }

    @Override
    public List<StateRecord> records() {
      return states.entrySet().stream()
          .filter(entry -> partitionOf(entry.getKey()) == partition)
          .map(entry -> TransactionRecords.encode(entry.getKey(), entry.getValue()))
          .toList();
    }
  }
}
