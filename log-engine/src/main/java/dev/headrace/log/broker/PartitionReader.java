package dev.headrace.log.broker;

import dev.headrace.log.record.ControlRecords;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.FileSlice;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.AbortedTransaction;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Reads a partition from inside the process, as a consumer would: without control batches, unless
 * they are asked for, and, when only committed records are wanted, without aborted ones. Keeps no
 * state between reads. Any thread.
 */
public final class PartitionReader {

  private final PartitionLog log;
  private final Isolation isolation;
  private final boolean keepsMarkers;

  public PartitionReader(PartitionLog log, Isolation isolation) {
    this(log, isolation, false);
  }

  private PartitionReader(PartitionLog log, Isolation isolation, boolean keepsMarkers) {
    this.log = log;
    this.isolation = isolation;
    this.keepsMarkers = keepsMarkers;
  }

  /** Reads all that is below the high watermark, and the control batches among it. */
  static PartitionReader withMarkers(PartitionLog log) {
    return new PartitionReader(log, Isolation.READ_UNCOMMITTED, true);
  }

  /** What a read found. */
  public sealed interface Chunk {

    /**
     * Whole batches in order.
     *
     * @param next where to read on; the offset asked for when nothing was there, and behind what
     *     was left out otherwise
     */
    record Batches(List<RecordBatch> batches, long next) implements Chunk {}

    /** The offset lies outside of what is there. */
    record OutOfRange(long startOffset, long endOffset) implements Chunk {}

    /** The partition takes no reads. */
    record Unavailable(String reason) implements Chunk {}
  }

  /**
   * The batches from the one that holds {@code from} on; at least one when there is one.
   *
   * @param maxBytes about how much
   * @param space gives an empty heap buffer with room for as many bytes as it is asked for; the
   *     batches lie in it
   */
  public Chunk read(long from, int maxBytes, IntFunction<ByteBuffer> space) throws IOException {
    return switch (log.read(from, maxBytes, isolation)) {
      case Read.OutOfRange(long start, long end) -> new Chunk.OutOfRange(start, end);
      case Read.Unavailable(String reason) -> new Chunk.Unavailable(reason);
      case Read.Found found -> {
        try (FileSlice slice = found.slice()) {
          yield slice.length() == 0
              ? new Chunk.Batches(List.of(), from)
              : visible(copy(slice, space), from, found.aborted());
        }
      }
    };
  }

  private static ByteBuffer copy(FileSlice slice, IntFunction<ByteBuffer> space)
      throws IOException {
    ByteBuffer bytes = space.apply(slice.length());
    bytes.limit(bytes.position() + slice.length());
    ByteBuffer into = bytes.duplicate();
    int copied = 0;
    while (into.hasRemaining()) {
      int count = slice.read(copied, into);
      if (count <= 0) {
        throw new EOFException("segment ends " + into.remaining() + " bytes early");
      }
      copied += count;
    }
    return bytes;
  }

  private Chunk visible(ByteBuffer bytes, long from, List<AbortedTransaction> aborted) {
    AbortedProducers abortedProducers = new AbortedProducers(aborted);
    List<RecordBatch> batches = new ArrayList<>();
    long next = from;
    while (holdsWholeBatch(bytes)) {
      RecordBatch batch = RecordBatch.at(bytes);
      bytes.position(bytes.position() + batch.sizeInBytes());
      next = Math.max(next, batch.nextOffset());
      boolean isAborted = abortedProducers.wrote(batch);
      boolean isForMachines = batch.isControl() && !keepsMarkers;
      if (!isAborted && !isForMachines && batch.lastOffset() >= from) {
        batches.add(batch);
      }
    }
    return new Chunk.Batches(batches, next);
  }

  private static boolean holdsWholeBatch(ByteBuffer bytes) {
    return bytes.remaining() >= RecordBatch.HEADER_BYTES
        && bytes.remaining()
            >= RecordBatch.LENGTH_OVERHEAD + bytes.getInt(bytes.position() + Long.BYTES);
  }

  /** Follows, batch by batch, which producers are inside a transaction that was aborted. */
  private static final class AbortedProducers {

    private final PriorityQueue<AbortedTransaction> ahead;
    private final Set<Long> inside = new HashSet<>();

    AbortedProducers(List<AbortedTransaction> aborted) {
      ahead = new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
      ahead.addAll(aborted);
    }

    boolean wrote(RecordBatch batch) {
      while (!ahead.isEmpty() && ahead.element().firstOffset() <= batch.lastOffset()) {
        inside.add(ahead.remove().producerId());
      }
      if (inside.isEmpty() || !batch.isTransactional()) {
        return false;
      }
      if (batch.isControl()) {
        if (ControlRecords.markerOf(batch) == Marker.ABORT) {
          inside.remove(batch.producerId());
        }
        return false;
      }
      return inside.contains(batch.producerId());
    }
  }
}
