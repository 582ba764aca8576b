package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * The log of one replayed state: a partition of an internal topic. What was decided is appended
 * here, and applied to the state once it is durable, in the order of the appends; at a start the
 * same records are replayed, from the last of the {@link StateSnapshots} on.
 *
 * <p>Thread-safe. Records are applied by one thread at a time: the flushing thread, or the appender
 * when the flush was faster; so applying must be short and must not append.
 */
public final class StateLog implements AutoCloseable {

  private static final int REPLAY_BYTES = 1 << 20;

  private final PartitionLog log;
  private final InstantSource clock;
  private final StateSnapshots snapshots;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /** Where the records of open transactions begin, by producer. */
  private final Map<Long, Long> tentative = new HashMap<>();

  public StateLog(PartitionLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    this.snapshots = new StateSnapshots(log, clock, this::appliedOffset);
  }

  public PartitionLog partition() {
    return log;
  }

  /**
   * Appends records as one batch, all or none.
   *
   * @param apply makes them part of the state; called once, when they are durable, with the offset
   *     of the first
   * @return done when applied; exceptionally with {@link StateLogException} when they were refused
   *     or may not be on disk, and then they are not applied before the next start
   */
  public CompletionStage<Void> append(List<StateRecord> records, LongConsumer apply) {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    ByteBuffer batch = StateBatches.encode(records, clock.millis()).bytes();
    long endOffset;
    synchronized (this) {
      switch (log.append(batch, Origin.NODE)) {
        case Append.Refused refused -> {
          return CompletableFuture.failedFuture(
              new StateLogException(log.topicPartition(), refused.message()));
        }
        case Append.Written written -> {
          endOffset = written.endOffset();
          pending.add(new Pending(written.baseOffset(), endOffset, apply, applied));
        }
      }
    }
    log.durable(endOffset)
        .whenComplete((_, failure) -> settle(endOffset, Optional.ofNullable(failure)));
    return applied;
  }

  /**
   * Appends records as a part of a transaction, all or none. They count when that is committed;
   * until {@link #ended} no snapshot passes them.
   */
  Append appendTentatively(List<StateRecord> records, ProducerEpoch producer) {
    RecordBatch batch = StateBatches.encode(records, clock.millis());
    batch.stampTransactional(producer.producerId(), producer.epoch(), RecordBatch.NO_SEQUENCE);
    synchronized (this) {
      Append append = log.append(batch.bytes(), Origin.NODE);
      if (append instanceof Append.Written written) {
        tentative.putIfAbsent(producer.producerId(), written.baseOffset());
      }
      return append;
    }
  }

  /** The outcome of a producer's transaction is durable, and the state will count with it. */
  void ended(long producerId) {
    synchronized (this) {
      tentative.remove(producerId);
    }
    snapshots.applied();
  }

  /**
   * Feeds all records to {@code state}, oldest first: those of its last snapshot, then those of the
   * log behind that. Before the first append. From now on the state is written down.
   *
   * @throws IOException when the log cannot be read whole
   */
  public void replay(ReplayedState state) throws IOException {
    long from = snapshots.restore(state);
    Set<Long> withoutMarker = new HashSet<>();
    snapshots.begin(state, replayFrom(from, state, withoutMarker));
    synchronized (this) {
      for (OpenTransaction open : log.openTransactions()) {
        tentative.put(open.producerId(), open.firstOffset());
        withoutMarker.remove(open.producerId());
      }
    }
    // Compaction may drop a marker before its records only where these were committed.
    withoutMarker.forEach(producerId -> state.replayEnd(producerId, Marker.COMMIT));
  }

  /**
   * @param inTransaction comes to hold the producers of whose transactions no outcome was seen
   * @return the bytes that were replayed
   */
  private long replayFrom(long first, ReplayedState state, Set<Long> inTransaction)
      throws IOException {
    PartitionReader reader = PartitionReader.withMarkers(log);
    RecordCursor cursor = new RecordCursor();
    long end = log.highWatermark();
    long from = first;
    long bytes = 0;
    while (from < end) {
      switch (reader.read(from, REPLAY_BYTES, ByteBuffer::allocate)) {
        case PartitionReader.Chunk.Batches(List<RecordBatch> batches, long next) -> {
          if (next <= from) {
            throw new IOException(log.topicPartition() + " ends at " + from + ", not at " + end);
          }
          for (RecordBatch batch : batches) {
            StateBatches.replay(batch, cursor, state);
            if (batch.isControl()) {
              inTransaction.remove(batch.producerId());
            } else if (batch.isTransactional()) {
              inTransaction.add(batch.producerId());
            }
            bytes += batch.sizeInBytes();
          }
          from = next;
        }
        case PartitionReader.Chunk.OutOfRange(long start, long _) -> from = start;
        case PartitionReader.Chunk.Unavailable(String reason) ->
            throw new IOException(log.topicPartition() + " cannot be read: " + reason);
      }
    }
    return bytes;
  }

  /** An offset below which everything is applied. */
  private synchronized long appliedOffset() {
    long offset = log.lastStableOffset();
    if (!pending.isEmpty()) {
      offset = Math.min(offset, pending.element().baseOffset());
    }
    for (long first : tentative.values()) {
      offset = Math.min(offset, first);
    }
    return offset;
  }

  /** Writes the state down now, unless nothing has come since the last time. Waits for the disk. */
  void snapshot() {
    snapshots.write();
  }

  /** Writes the state down for the next start. After the last append. */
  @Override
  public void close() {
    snapshot();
  }

  private void settle(long durableEnd, Optional<Throwable> failure) {
    List<Pending> settled = new ArrayList<>();
    synchronized (this) {
      while (!pending.isEmpty() && pending.element().endOffset() <= durableEnd) {
        Pending next = pending.remove();
        if (failure.isEmpty()) {
          next.apply().accept(next.baseOffset());
        }
        settled.add(next);
      }
    }
    snapshots.applied();
    for (Pending each : settled) {
      failure.ifPresentOrElse(
          cause ->
              each.applied()
                  .completeExceptionally(new StateLogException(log.topicPartition(), cause)),
          () -> each.applied().complete(null));
    }
  }

  /** Records that are written and not yet known to be durable. */
  private record Pending(
      long baseOffset, long endOffset, LongConsumer apply, CompletableFuture<Void> applied) {}
}
