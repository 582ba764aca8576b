package dev.headrace.log.broker;

import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The topic of transactions: replayed and settled at a start, made when the first writer is opened.
 * Thread-safe.
 */
public final class TransactionTopic implements AutoCloseable {

  private final Partitions partitions;
  private final Metadata metadata;
  private final BrokerSettings settings;
  private final InstantSource clock;
  private final Map<String, String> unsettled = new ConcurrentHashMap<>();
  private Optional<TransactionLog> log = Optional.empty();

  private TransactionTopic(
      Partitions partitions, Metadata metadata, BrokerSettings settings, InstantSource clock) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Replays the topic and ends, durably, the transactions that are open in any partition:
   * afterwards everything below the end of each partition that is online has its outcome.
   *
   * @throws IOException when the topic cannot be read
   */
  public static TransactionTopic open(
      Partitions partitions, Metadata metadata, BrokerSettings settings, InstantSource clock)
      throws IOException {
    TransactionTopic topic = new TransactionTopic(partitions, metadata, settings, clock);
    Optional<Topic> existing = metadata.topics().find(InternalTopics.TRANSACTION_STATE);
    if (existing.isPresent()) {
      TransactionLog log = TransactionLog.open(existing.get(), partitions, clock);
      log.awaitDurable();
      topic.log = Optional.of(log);
    }
    new TransactionSettler(partitions, topic.log, clock).settle().forEach(topic::leaveUnsettled);
    return topic;
  }

  /** The log of transactions; made when there is none yet. */
  synchronized CompletionStage<TransactionLog> log() {
    if (log.isPresent()) {
      return CompletableFuture.completedStage(log.get());
    }
    return metadata
        .internalTopics()
        .ensure(InternalTopics.TRANSACTION_STATE, settings.transactionStateLogNumPartitions())
        .thenApply(this::opened);
  }

  private synchronized TransactionLog opened(Topic topic) {
    if (log.isEmpty()) {
      try {
        log = Optional.of(TransactionLog.open(topic, partitions, clock));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return log.get();
  }

  /** After the last transaction. */
  @Override
  public synchronized void close() {
    log.ifPresent(TransactionLog::close);
  }

  /** Why a writer of this id must not be opened before the next start. */
  Optional<String> unsettled(String transactionalId) {
    return Optional.ofNullable(unsettled.get(transactionalId));
  }

  /** Keeps what is logged under the id as it is, for the next start to settle by it. */
  void leaveUnsettled(String transactionalId, String reason) {
    unsettled.put(transactionalId, reason);
  }
}
