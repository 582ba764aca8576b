package dev.headrace.log.storage;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What compaction keeps of a batch, by the rules of Kafka's log cleaner:
 *
 * <ul>
 *   <li>of each key the last record; a tombstone until its delete horizon is over;
 *   <li>no record without a key, and none of an aborted transaction;
 *   <li>a marker as long as a batch of its transaction is there, and until its delete horizon is
 *       over, which begins when the last batch is gone;
 *   <li>the header of the last batch of each active producer, which carries its sequence, and of
 *       the last batch of all, so that a reader gets to the end.
 * </ul>
 *
 * <p>One pass over a partition, from its start, by one thread.
 *
 * @see <a href="https://cwiki.apache.org/confluence/x/lLEYBw">KIP-534: delete horizons</a>
 */
final class BatchRetention {

  private final KeyOffsets lastOffsets;
  private final long mappedEnd;
  private final TransactionTrail trail;
  private final Map<Long, LastOfProducer> producers;
  private final long nowMillis;
  private final long deleteRetentionMillis;

  /** The last that is known of an active producer: a batch, or the marker of its epoch. */
  record LastOfProducer(OptionalLong lastOffset, short epoch) {}

  /**
   * @param lastOffsets of the keys of records below {@code mappedEnd}
   * @param producers those that may go on writing
   */
  BatchRetention(
      KeyOffsets lastOffsets,
      long mappedEnd,
      TransactionTrail trail,
      Map<Long, LastOfProducer> producers,
      long nowMillis,
      long deleteRetentionMillis) {
    this.lastOffsets = lastOffsets;
    this.mappedEnd = mappedEnd;
    this.trail = trail;
    this.producers = producers;
    this.nowMillis = nowMillis;
    this.deleteRetentionMillis = deleteRetentionMillis;
  }

  /** What becomes of a batch. */
  sealed interface Fate {

    /** Nothing of it stays. */
    record Gone() implements Fate {}

    /** No record stays, but the header does. */
    record Emptied() implements Fate {}

    /**
     * A marker stays.
     *
     * @param newDeleteHorizon present when it is to be set now
     * @param aborted what readers must be told of its transaction
     */
    record Marker(OptionalLong newDeleteHorizon, Optional<AbortedIndex.Aborted> aborted)
        implements Fate {}

    /**
     * Some records stay: {@link #keeps} says which.
     *
     * @param headerStays also when no record does
     */
    record Sifted(boolean headerStays) implements Fate {}
  }

  /**
   * Decides about a batch.
   *
   * @param isLast whether no batch of the segments that become one comes behind it
   */
  Fate of(RecordBatch batch, boolean isLast) {
    boolean headerStays = isLast || isLastOfProducer(batch);
    if (!batch.isControl()) {
      boolean isAborted = trail.passData(batch);
      if (isAborted) {
        return headerStays ? new Fate.Emptied() : new Fate.Gone();
      }
      return new Fate.Sifted(headerStays);
    }
    return switch (trail.passMarker(batch)) {
      case TransactionTrail.End.OfNothing _ -> unneeded(batch, headerStays);
      case TransactionTrail.End.OfSome _ -> new Fate.Marker(OptionalLong.empty(), Optional.empty());
      case TransactionTrail.End.OfAborted(AbortedIndex.Aborted aborted) ->
          new Fate.Marker(OptionalLong.empty(), Optional.of(aborted));
    };
  }

  /** Markers are never emptied: one without a record would state no outcome. */
  private Fate unneeded(RecordBatch marker, boolean stays) {
    if (marker.deleteHorizon().isEmpty()) {
      return new Fate.Marker(newDeleteHorizon(), Optional.empty());
    }
    return stays || nowMillis < marker.deleteHorizon().getAsLong()
        ? new Fate.Marker(OptionalLong.empty(), Optional.empty())
        : new Fate.Gone();
  }

  /** Until when readers are to find what could go now. */
  OptionalLong newDeleteHorizon() {
    return OptionalLong.of(nowMillis + deleteRetentionMillis);
  }

  /** Whether the record at the cursor stays, of a batch that is sifted. */
  boolean keeps(RecordBatch batch, RecordCursor record) {
    if (record.offset() >= mappedEnd) {
      return true;
    }
    if (record.keyLength() < 0) {
      return false;
    }
    long last = lastOffsets.get(record.array(), record.keyFrom(), record.keyLength());
    return record.offset() >= last
        && (record.valueLength() >= 0
            || batch.deleteHorizon().isEmpty()
            || nowMillis < batch.deleteHorizon().getAsLong());
  }

  private boolean isLastOfProducer(RecordBatch batch) {
    if (!batch.hasProducerId()) {
      return false;
    }
    LastOfProducer last = producers.get(batch.producerId());
    if (last == null) {
      return false;
    }
    return last.lastOffset().isPresent()
        ? last.lastOffset().getAsLong() == batch.lastOffset()
        : batch.isControl() && batch.producerEpoch() == last.epoch();
  }
}
