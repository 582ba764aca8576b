package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.AbortedTransaction;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/** A partition of small segments that is compacted, and what tests read of it. */
final class CompactedLog {

  static final TopicPartition NAME = new TopicPartition("states", 0);

  /** Compacted whenever there is anything; tombstones may go at once. */
  static final Compaction EAGER = new Compaction(0, 0, Long.MAX_VALUE, 0);

  private CompactedLog() {}

  static void configure(Partitions partitions, Compaction compaction) {
    configure(partitions, 1024, compaction);
  }

  static void configure(Partitions partitions, int segmentBytes, Compaction compaction) {
    Cleanup cleanup = new Cleanup(false, true, Retention.DEFAULTS, compaction, false);
    partitions.configure(
        NAME, new PartitionSettings(segmentBytes, Long.MAX_VALUE, 1 << 20, cleanup));
  }

  /** A record as a reader sees it. */
  record Seen(long offset, long timestampMillis, String key, Optional<String> value) {

    @Override
    public String toString() {
      return offset + ":" + key + value.map(it -> "=" + it).orElse("");
    }
  }

  /** All committed records, as a consumer would make them out. */
  static List<Seen> read(PartitionLog log) {
    List<Seen> seen = new ArrayList<>();
    PriorityQueue<AbortedTransaction> aborted =
        new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    Set<Long> dropping = new HashSet<>();
    long next = log.startOffset();
    while (next < log.lastStableOffset()) {
      long before = next;
      dropping.clear();
      for (RecordBatch batch : batches(log, next, aborted)) {
        next = batch.nextOffset();
        while (!aborted.isEmpty() && aborted.element().firstOffset() < next) {
          dropping.add(aborted.remove().producerId());
        }
        if (batch.isControl()) {
          dropping.remove(batch.producerId());
        } else if (!batch.isTransactional() || !dropping.contains(batch.producerId())) {
          records(batch, seen);
        }
      }
      if (next == before) {
        throw new AssertionError("nothing from " + next + " on, of " + log.lastStableOffset());
      }
    }
    return seen;
  }

  private static List<RecordBatch> batches(
      PartitionLog log, long from, Collection<AbortedTransaction> aborted) {
    Read read = log.read(from, 1 << 16, Isolation.READ_COMMITTED);
    if (!(read instanceof Read.Found found)) {
      throw new AssertionError("at " + from + ": " + read);
    }
    aborted.clear();
    aborted.addAll(found.aborted());
    try (FileSlice slice = found.slice()) {
      ByteBuffer bytes = ByteBuffer.allocate(slice.length());
      slice.read(0, bytes);
      bytes.flip();
      List<RecordBatch> batches = new ArrayList<>();
      while (bytes.remaining() >= RecordBatch.HEADER_BYTES
          && bytes.remaining()
              >= RecordBatch.LENGTH_OVERHEAD + bytes.getInt(bytes.position() + 8)) {
        RecordBatch batch = RecordBatch.at(bytes);
        bytes.position(bytes.position() + batch.sizeInBytes());
        if (!batch.hasValidChecksum()) {
          throw new AssertionError(batch + ": wrong checksum");
        }
        batches.add(batch);
      }
      return batches;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void records(RecordBatch batch, List<Seen> seen) {
    RecordCursor cursor = new RecordCursor();
    cursor.open(batch);
    while (cursor.next()) {
      seen.add(
          new Seen(
              cursor.offset(),
              cursor.timestampMillis(),
              new String(cursor.key().toArray(), StandardCharsets.UTF_8),
              cursor.value().isNull()
                  ? Optional.empty()
                  : Optional.of(new String(cursor.value().toArray(), StandardCharsets.UTF_8))));
    }
  }

  static List<String> shown(PartitionLog log) {
    return read(log).stream().map(Seen::toString).toList();
  }

  /** The last value of each key, as a table that is read from the start has it. */
  static Map<String, String> table(PartitionLog log) {
    Map<String, String> table = new TreeMap<>();
    for (Seen each : read(log)) {
      each.value()
          .ifPresentOrElse(value -> table.put(each.key(), value), () -> table.remove(each.key()));
    }
    return table;
  }
}
