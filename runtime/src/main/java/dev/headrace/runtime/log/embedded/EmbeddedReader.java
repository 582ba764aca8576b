package dev.headrace.runtime.log.embedded;

import dev.headrace.log.broker.PartitionReader;
import dev.headrace.log.broker.PartitionReader.Chunk;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import dev.headrace.runtime.log.Fetched;
import dev.headrace.runtime.log.LogBatch;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads partitions in turn into one buffer that is used again. One thread, see {@link Reader}. */
final class EmbeddedReader implements Reader {

  private final Partitions partitions;
  private final Isolation isolation;
  private final Signal signal = new Signal();
  private final ReadBuffer buffer = new ReadBuffer();
  private List<Position> positions = List.of();
  private int first;

  EmbeddedReader(Partitions partitions, Isolation isolation) {
    this.partitions = partitions;
    this.isolation = isolation;
  }

  /** How far one partition is read. */
  private static final class Position {
    private final PartitionLog log;
    private final PartitionReader reader;
    private final AutoCloseable listening;
    private long next;

    Position(PartitionLog log, long next, Isolation isolation, Runnable listener) {
      this.log = log;
      this.next = next;
      reader = new PartitionReader(log, isolation);
      listening = log.listen(listener);
    }
  }

  @Override
  public void assign(Map<TopicPartition, Long> from) {
    List<Position> assigned = new ArrayList<>();
    from.forEach(
        (partition, offset) ->
            assigned.add(new Position(find(partition), offset, isolation, signal::raise)));
    stopListening();
    positions = assigned;
    first = 0;
  }

  @Override
  public Fetched read(int maxBytes, Duration wait) {
    long deadlineNanos = System.nanoTime() + wait.toNanos();
    while (true) {
      signal.lower();
      Fetched fetched = readNow(maxBytes);
      if (!(fetched instanceof Fetched.Nothing)
          || signal.isWakeup()
          || !signal.await(deadlineNanos)) {
        return fetched;
      }
    }
  }

  private Fetched readNow(int maxBytes) {
    List<LogBatch> batches = new ArrayList<>();
    buffer.reset(maxBytes);
    int room = maxBytes;
    for (int i = 0; i < positions.size() && room > 0; i++) {
      Position position = positions.get((first + i) % positions.size());
      Optional<Fetched.Gap> gap = read(position, room, batches);
      if (gap.isPresent() && batches.isEmpty()) {
        return gap.get();
      }
      room = maxBytes - buffer.used();
    }
    first = positions.isEmpty() ? 0 : (first + 1) % positions.size();
    return batches.isEmpty() ? new Fetched.Nothing() : new Fetched.Batches(batches);
  }

  /** Reads until there is something to show, the limit or the end. */
  private Optional<Fetched.Gap> read(Position position, int maxBytes, List<LogBatch> into) {
    while (true) {
      long from = position.next;
      switch (chunk(position, maxBytes)) {
        case Chunk.OutOfRange(long start, long end) -> {
          return Optional.of(new Fetched.Gap(position.log.topicPartition(), from, start, end));
        }
        case Chunk.Unavailable(String reason) -> throw unavailable(position.log, reason);
        case Chunk.Batches(List<RecordBatch> batches, long next) -> {
          add(position.log.topicPartition(), batches, from, next, into);
          position.next = next;
          if (!batches.isEmpty() || next == from) {
            return Optional.empty();
          }
        }
      }
    }
  }

  private static void add(
      TopicPartition partition,
      List<RecordBatch> batches,
      long from,
      long next,
      List<LogBatch> into) {
    for (int i = 0; i < batches.size(); i++) {
      RecordBatch batch = batches.get(i);
      boolean isLast = i == batches.size() - 1;
      into.add(
          new LogBatch(
              partition,
              batch,
              Math.max(from, batch.baseOffset()),
              isLast ? next : batches.get(i + 1).baseOffset()));
    }
  }

  private Chunk chunk(Position position, int maxBytes) {
    try {
      return position.reader.read(position.next, maxBytes, buffer::take);
    } catch (IOException e) {
      throw new LogException.Unavailable(
          position.log.topicPartition() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void onData(Runnable listener) {
    signal.onRaise(listener);
  }

  @Override
  public long end(TopicPartition partition) {
    PartitionLog log = find(partition);
    return switch (isolation) {
      case READ_COMMITTED -> log.lastStableOffset();
      case READ_UNCOMMITTED -> log.highWatermark();
    };
  }

  @Override
  public void wakeup() {
    signal.wakeup();
  }

  @Override
  public void close() {
    stopListening();
    positions = List.of();
  }

  private PartitionLog find(TopicPartition partition) {
    return partitions
        .find(partition)
        .orElseThrow(() -> new LogException.Refused(partition + " does not exist"));
  }

  private void stopListening() {
    for (Position position : positions) {
      Listening.stop(position.listening);
    }
  }

  private static LogException unavailable(PartitionLog log, String reason) {
    return new LogException.Unavailable(
        log.topicPartition() + " cannot be read: " + reason, new IllegalStateException(reason));
  }
}
