package dev.headrace.log.storage;

import dev.headrace.log.record.ControlRecords;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.AbortedIndex.Aborted;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Follows, batch by batch, which transactions were aborted, and of which ones batches are still
 * there: as long as one is, the marker must stay. One thread.
 */
final class TransactionTrail {

  private final PriorityQueue<Aborted> ahead =
      new PriorityQueue<>(Comparator.comparingLong(Aborted::firstOffset));
  private final Map<Long, Aborted> inAborted = new HashMap<>();
  private final Set<Long> withBatches = new HashSet<>();

  /**
   * @param aborted the transactions that were aborted, at least those that reach into what is
   *     followed
   * @param from the offset from which on it is followed
   */
  TransactionTrail(Collection<Aborted> aborted, long from) {
    for (Aborted each : aborted) {
      if (each.lastOffset() >= from) {
        ahead.add(each);
      }
    }
  }

  /**
   * Goes past a batch of data.
   *
   * @return whether it belongs to a transaction that was aborted
   */
  boolean passData(RecordBatch batch) {
    enter(batch.lastOffset());
    if (!batch.isTransactional()) {
      return false;
    }
    withBatches.add(batch.producerId());
    return inAborted.containsKey(batch.producerId());
  }

  /** What a marker ends. */
  sealed interface End {

    /** A transaction of which no batch is there: nobody needs the marker. */
    record OfNothing() implements End {}

    /** One of which there are batches. */
    record OfSome() implements End {}

    /** One of which there are batches, and that was aborted: readers must be told of it. */
    record OfAborted(Aborted aborted) implements End {}
  }

  /** Goes past a marker. */
  End passMarker(RecordBatch control) {
    enter(control.lastOffset());
    boolean hadBatches = withBatches.remove(control.producerId());
    if (ControlRecords.markerOf(control) == Marker.COMMIT) {
      return hadBatches ? new End.OfSome() : new End.OfNothing();
    }
    Optional<Aborted> aborted = Optional.ofNullable(inAborted.remove(control.producerId()));
    return hadBatches
        ? aborted.<End>map(End.OfAborted::new).orElseGet(End.OfSome::new)
        : new End.OfNothing();
  }

  private void enter(long offset) {
    while (!ahead.isEmpty() && ahead.element().firstOffset() <= offset) {
      Aborted next = ahead.remove();
      inAborted.put(next.producerId(), next);
    }
  }
}
