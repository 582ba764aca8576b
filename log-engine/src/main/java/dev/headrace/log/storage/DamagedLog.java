package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A partition whose files contradict what was known to be on disk. It takes nothing and shows
 * nothing until somebody has repaired it or accepted the loss.
 *
 * @param startOffset where it began, as far as that is known
 * @param durableEnd up to which offset its records were on disk
 * @param reason what is damaged, where, and what to do
 */
record DamagedLog(
    TopicPartition topicPartition,
    UUID topicId,
    long startOffset,
    long durableEnd,
    int leaderEpoch,
    String reason)
    implements StoredLog {

  @Override
  public void configure(PartitionSettings settings) {}

  @Override
  public Cleanup cleanup() {
    return Cleanup.NOTHING;
  }

  @Override
  public Optional<LogRetention> retention() {
    return Optional.empty();
  }

  @Override
  public Optional<LogCompaction> compaction() {
    return Optional.empty();
  }

  @Override
  public boolean hasRecordsBelowStart() {
    return startOffset > 0;
  }

  @Override
  public Append append(ByteBuffer batches, Origin origin) {
    return refused();
  }

  @Override
  public Append appendMarker(
      long producerId, short producerEpoch, Marker marker, int coordinatorEpoch) {
    return refused();
  }

  private Append refused() {
    return new Append.Refused(Refusal.OFFLINE, topicPartition + " is offline: " + reason);
  }

  @Override
  public CompletionStage<Void> durable(long endOffset) {
    return CompletableFuture.failedFuture(new PartitionOfflineException(topicPartition, reason));
  }

  @Override
  public Read read(long fromOffset, int maxBytes, Isolation isolation) {
    return new Read.Unavailable(topicPartition + " is offline: " + reason);
  }

  @Override
  public long endOffset() {
    return durableEnd;
  }

  @Override
  public long highWatermark() {
    return durableEnd;
  }

  @Override
  public long lastStableOffset() {
    return durableEnd;
  }

  @Override
  public Optional<TimestampedOffset> offsetForTimestamp(long timestampMillis, Isolation isolation) {
    return Optional.empty();
  }

  @Override
  public Optional<EpochEnd> endOfEpoch(int epoch) {
    return Optional.empty();
  }

  @Override
  public Optional<TimestampedOffset> maxTimestamp() {
    return Optional.empty();
  }

  @Override
  public List<OpenTransaction> openTransactions() {
    return List.of();
  }

  @Override
  public List<ActiveProducer> producers() {
    return List.of();
  }

  @Override
  public AutoCloseable listen(Runnable listener) {
    return () -> {};
  }

  @Override
  public long sizeInBytes() {
    return 0;
  }

  @Override
  public long appendedBytes() {
    return 0;
  }

  @Override
  public Optional<StateSnapshot> snapshot() {
    return Optional.empty();
  }

  @Override
  public void keep(StateSnapshot snapshot) {}

  @Override
  public Optional<String> offlineReason() {
    return Optional.of(reason);
  }

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean close() {
    return false;
  }

  @Override
  public void abandon(String why) {}
}
