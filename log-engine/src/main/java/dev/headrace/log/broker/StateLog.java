package dev.headrace.log.broker;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
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
import java.util.function.Consumer;

/**
 * The log of one replayed state: a partition of an internal topic. What was decided is appended
 * here, and applied to the state once it is durable, in the order of the appends; at a start the
 * same records are replayed.
 *
 * <p>Thread-safe. Records are applied by one thread at a time: the flushing thread, or the appender
 * when the flush was faster; so applying must be short and must not append.
 */
public final class StateLog {

  private static final int REPLAY_BYTES = 1 << 20;
  private static final int BATCH_BYTES = 512;

  private final PartitionLog log;
  private final InstantSource clock;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  public StateLog(PartitionLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
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
    ByteBuffer batch = encode(records, clock.millis()).bytes();
    long endOffset;
    synchronized (this) {
      switch (log.append(batch, Origin.NODE)) {
        case Append.Stored stored -> endOffset = stored.endOffset();
        case Append.Duplicate duplicate -> endOffset = duplicate.endOffset();
        case Append.Refused refused -> {
          return CompletableFuture.failedFuture(
              new StateLogException(log.topicPartition(), refused.message()));
        }
      }
      pending.add(new Pending(endOffset, apply, applied));
    }
    log.durable(endOffset)
        .whenComplete((_, failure) -> settle(endOffset, Optional.ofNullable(failure)));
    return applied;
  }

  /**
   * Feeds all committed records to {@code state}, oldest first. Before the first append.
   *
   * @throws IOException when the log cannot be read whole
   */
  public void replay(Consumer<StateRecord> state) throws IOException {
    PartitionReader reader = new PartitionReader(log, Isolation.READ_COMMITTED);
    RecordCursor cursor = new RecordCursor();
    long end = log.lastStableOffset();
    long from = log.startOffset();
    while (from < end) {
      switch (reader.read(from, REPLAY_BYTES, ByteBuffer::allocate)) {
        case PartitionReader.Chunk.Batches(List<RecordBatch> batches, long next) -> {
          if (next <= from) {
            throw new IOException(log.topicPartition() + " ends at " + from + ", not at " + end);
          }
          for (RecordBatch batch : batches) {
            cursor.open(batch);
            while (cursor.next()) {
              state.accept(recordAt(cursor));
            }
          }
          from = next;
        }
        case PartitionReader.Chunk.OutOfRange(long start, long _) -> from = start;
        case PartitionReader.Chunk.Unavailable(String reason) ->
            throw new IOException(log.topicPartition() + " cannot be read: " + reason);
      }
    }
  }

  /** Records as the one batch that {@link #replay} reads back. */
  public static RecordBatch encode(List<StateRecord> records, long timestampMillis) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, BATCH_BYTES);
    for (StateRecord record : records) {
      builder.append(
          timestampMillis,
          ByteSlice.of(record.key()),
          record.value().map(ByteSlice::of).orElse(ByteSlice.NULL),
          List.of());
    }
    return builder.build();
  }

  private static StateRecord recordAt(RecordCursor cursor) {
    ByteSlice value = cursor.value();
    return new StateRecord(
        cursor.key().toArray(), value.isNull() ? Optional.empty() : Optional.of(value.toArray()));
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
    for (Pending each : settled) {
      failure.ifPresentOrElse(
          cause ->
              each.applied()
                  .completeExceptionally(new StateLogException(log.topicPartition(), cause)),
          () -> each.applied().complete(null));
    }
  }

  /** Records that are written and not yet known to be durable. */
  private record Pending(long endOffset, Runnable apply, CompletableFuture<Void> applied) {}
}
