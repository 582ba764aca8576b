package dev.headrace.log.broker;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
  private final List<Passage> passages = new ArrayList<>();

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
   * @param apply makes them part of the state; called once, when they are durable
   * @return done when applied; exceptionally with {@link StateLogException} when they were refused
   *     or may not be on disk, and then they are not applied before the next start
   */
  public CompletionStage<Void> append(List<StateRecord> records, Runnable apply) {
    CompletableFuture<Void> applied = new CompletableFuture<>();
    ByteBuffer batch = StateBatches.encode(records, clock.millis()).bytes();
    long endOffset;
    synchronized (this) {
      long baseOffset;
      switch (log.append(batch, Origin.NODE)) {
        case Append.Stored stored -> {
          baseOffset = stored.baseOffset();
          endOffset = stored.endOffset();
        }
        case Append.Duplicate duplicate -> {
          baseOffset = duplicate.baseOffset();
          endOffset = duplicate.endOffset();
        }
        case Append.Refused refused -> {
          return CompletableFuture.failedFuture(
              new StateLogException(log.topicPartition(), refused.message()));
        }
      }
      pending.add(new Pending(baseOffset, endOffset, apply, applied));
    }
    log.durable(endOffset)
        .whenComplete((_, failure) -> settle(endOffset, Optional.ofNullable(failure)));
    return applied;
  }

  /**
   * Feeds all committed records to {@code state}, oldest first: those of its last snapshot, then
   * those of the log behind that. Before the first append. From now on the state is written down.
   *
   * @throws IOException when the log cannot be read whole
   */
  public void replay(ReplayedState state) throws IOException {
    long from = snapshots.restore(state);
    snapshots.begin(state, replayFrom(from, state));
  }

  /** Returns the bytes that were replayed. */
  private long replayFrom(long first, ReplayedState state) throws IOException {
    PartitionReader reader = new PartitionReader(log, Isolation.READ_COMMITTED);
    RecordCursor cursor = new RecordCursor();
    long end = log.lastStableOffset();
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

  /**
   * Somebody else appends to this log, as part of a transaction, and applies that afterwards: no
   * snapshot passes {@code offset} before the passage is closed.
   *
   * @param offset at most that of the first such record
   */
  public synchronized Passage passage(long offset) {
    Passage passage = new Passage(offset);
    passages.add(passage);
    return passage;
  }

  /**
   * Records on their way through somebody else's hands. Closed when they are applied or known to be
   * aborted; never when that is unknown, so that the next start finds out.
   */
  public final class Passage implements AutoCloseable {

    private final long offset;

    private Passage(long offset) {
      this.offset = offset;
    }

    @Override
    public void close() {
      synchronized (StateLog.this) {
        passages.remove(this);
      }
      snapshots.applied();
    }
  }

  /** An offset below which everything is applied. */
  private synchronized long appliedOffset() {
    long offset = log.lastStableOffset();
    if (!pending.isEmpty()) {
      offset = Math.min(offset, pending.element().baseOffset());
    }
    for (Passage passage : passages) {
      offset = Math.min(offset, passage.offset);
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
          next.apply().run();
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
      long baseOffset, long endOffset, Runnable apply, CompletableFuture<Void> applied) {}
}
