package dev.headrace.log;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DiskRoom;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.RecordDeletion;
import dev.headrace.log.storage.RetentionReaders;
import dev.headrace.log.storage.StateSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Partitions of a process that is killed before its n-th change: that change and all later ones are
 * not made, and nobody is told any more that something is durable. What was written before is there
 * for the next process.
 */
public final class MortalPartitions implements Partitions {

  private final Partitions partitions;
  private final Map<TopicPartition, PartitionLog> logs = new ConcurrentHashMap<>();
  private final CountDownLatch death = new CountDownLatch(1);
  private long changesLeft = Long.MAX_VALUE;

  public MortalPartitions(Partitions partitions) {
    this.partitions = partitions;
  }

  /** Lets so many changes be made from now on. */
  public synchronized void dieAfter(long changes) {
    changesLeft = changes;
  }

  public boolean isDead() {
    return death.getCount() == 0;
  }

  /** Waits for the death or for the other thing. */
  public void awaitDeathOr(CompletableFuture<?> other) throws Exception {
    while (!other.isDone() && !death.await(1, TimeUnit.MILLISECONDS)) {
      // Neither yet.
    }
  }

  private synchronized boolean mayChange() {
    if (changesLeft == 0) {
      death.countDown();
      return false;
    }
    changesLeft--;
    return true;
  }

  private void requireAlive() throws IOException {
    if (!mayChange()) {
      throw new IOException("killed");
    }
  }

  @Override
  public Optional<PartitionLog> find(TopicPartition partition) {
    return partitions.find(partition).map(this::mortal);
  }

  @Override
  public Collection<PartitionLog> all() {
    List<PartitionLog> all = new ArrayList<>();
    partitions.all().forEach(each -> all.add(mortal(each)));
    return all;
  }

  @Override
  public PartitionLog create(TopicPartition partition, UUID topicId) throws IOException {
    requireAlive();
    return mortal(partitions.create(partition, topicId));
  }

  @Override
  public void configure(TopicPartition partition, PartitionSettings settings) {
    partitions.configure(partition, settings);
  }

  @Override
  public DataCut cut() throws IOException {
    return partitions.cut();
  }

  @Override
  public void watch(RetentionReaders readers) {
    partitions.watch(readers);
  }

  @Override
  public CompletionStage<RecordDeletion> deleteRecords(TopicPartition partition, long before) {
    return mayChange()
        ? partitions.deleteRecords(partition, before)
        : CompletableFuture.completedStage(new RecordDeletion.Unavailable("killed"));
  }

  @Override
  public DiskRoom room() {
    return partitions.room();
  }

  @Override
  public boolean useReserve() {
    return partitions.useReserve();
  }

  @Override
  public void delete(TopicPartition partition) throws IOException {
    requireAlive();
    logs.remove(partition);
    partitions.delete(partition);
  }

  @Override
  public void close() throws IOException {
    partitions.close();
  }

  private PartitionLog mortal(PartitionLog log) {
    return logs.computeIfAbsent(log.topicPartition(), _ -> new MortalLog(log));
  }

  private final class MortalLog implements PartitionLog {

    private final PartitionLog log;

    MortalLog(PartitionLog log) {
      this.log = log;
    }

    @Override
    public Append append(ByteBuffer batches, Origin origin) {
      return mayChange() ? log.append(batches, origin) : killed();
    }

    @Override
    public Append appendMarker(
        long producerId, short producerEpoch, Marker marker, int coordinatorEpoch) {
      return mayChange()
          ? log.appendMarker(producerId, producerEpoch, marker, coordinatorEpoch)
          : killed();
    }

    private Append killed() {
      return new Append.Refused(Refusal.OFFLINE, "killed");
    }

    @Override
    public CompletionStage<Void> durable(long endOffset) {
      CompletableFuture<Void> durable = new CompletableFuture<>();
      log.durable(endOffset)
          .whenComplete(
              (_, failure) -> {
                if (isDead()) {
                  return;
                }
                if (failure == null) {
                  durable.complete(null);
                } else {
                  durable.completeExceptionally(failure);
                }
              });
      return durable;
    }

    @Override
    public TopicPartition topicPartition() {
      return log.topicPartition();
    }

    @Override
    public UUID topicId() {
      return log.topicId();
    }

    @Override
    public Read read(long fromOffset, int maxBytes, Isolation isolation) {
      return log.read(fromOffset, maxBytes, isolation);
    }

    @Override
    public long startOffset() {
      return log.startOffset();
    }

    @Override
    public long endOffset() {
      return log.endOffset();
    }

    @Override
    public long highWatermark() {
      return log.highWatermark();
    }

    @Override
    public long lastStableOffset() {
      return log.lastStableOffset();
    }

    @Override
    public int leaderEpoch() {
      return log.leaderEpoch();
    }

    @Override
    public Optional<TimestampedOffset> offsetForTimestamp(
        long timestampMillis, Isolation isolation) {
      return log.offsetForTimestamp(timestampMillis, isolation);
    }

    @Override
    public Optional<EpochEnd> endOfEpoch(int epoch) {
      return log.endOfEpoch(epoch);
    }

    @Override
    public Optional<TimestampedOffset> maxTimestamp() {
      return log.maxTimestamp();
    }

    @Override
    public List<OpenTransaction> openTransactions() {
      return log.openTransactions();
    }

    @Override
    public List<ActiveProducer> producers() {
      return log.producers();
    }

    @Override
    public AutoCloseable listen(Runnable listener) {
      return log.listen(listener);
    }

    @Override
    public long sizeInBytes() {
      return log.sizeInBytes();
    }

    @Override
    public long appendedBytes() {
      return log.appendedBytes();
    }

    @Override
    public Optional<StateSnapshot> snapshot() throws IOException {
      return log.snapshot();
    }

    @Override
    public void keep(StateSnapshot snapshot) throws IOException {
      if (isDead()) {
        throw new IOException("killed");
      }
      log.keep(snapshot);
    }

    @Override
    public Optional<String> offlineReason() {
      return log.offlineReason();
    }
  }
}
