package dev.headrace.log.storage;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.AbortedIndex.Aborted;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transactions with records in a partition that readers of committed records must not pass:
 * without a marker, or with one that is not below the high watermark. Under the partition's lock.
 */
final class Transactions {

  /** A transaction without an outcome, and where its first batch lies. */
  record Ongoing(long producerId, short epoch, LogPosition first) {}

  private record Ended(LogPosition first, long markerOffset) {}

  /** By producer, in the order of their first offsets. */
  private final Map<Long, Ongoing> ongoing = new LinkedHashMap<>();

  /** In the order of their markers. */
  private final Deque<Ended> ended = new ArrayDeque<>();

  boolean isOngoing(long producerId) {
    return ongoing.containsKey(producerId);
  }

  boolean isEmpty() {
    return ongoing.isEmpty();
  }

  /** Notes a data batch that was given its offsets and its place. */
  void stored(RecordBatch batch, LogPosition at) {
    if (batch.isTransactional()) {
      ongoing.putIfAbsent(
          batch.producerId(), new Ongoing(batch.producerId(), batch.producerEpoch(), at));
    }
  }

  void restore(Ongoing transaction) {
    ongoing.put(transaction.producerId(), transaction);
  }

  /**
   * Notes the end of a transaction.
   *
   * @return what readers must be told of it; empty when it was committed or had no records here
   */
  Optional<Aborted> marked(long producerId, Marker marker, long markerOffset) {
    Ongoing transaction = ongoing.remove(producerId);
    if (transaction == null) {
      return Optional.empty();
    }
    ended.add(new Ended(transaction.first(), markerOffset));
    if (marker == Marker.COMMIT) {
      return Optional.empty();
    }
    long stable = firstOngoing().map(it -> it.first().offset()).orElse(markerOffset + 1);
    return Optional.of(new Aborted(producerId, transaction.first().offset(), markerOffset, stable));
  }

  /** The least of the high watermark and the first offsets of what is not yet settled below it. */
  LogPosition lastStable(LogPosition highWatermark) {
    LogPosition least = highWatermark;
    Optional<Ongoing> first = firstOngoing();
    if (first.isPresent() && first.get().first().offset() < least.offset()) {
      least = first.get().first();
    }
    for (Iterator<Ended> each = ended.iterator(); each.hasNext(); ) {
      Ended transaction = each.next();
      if (transaction.markerOffset() < highWatermark.offset()) {
        each.remove();
      } else if (transaction.first().offset() < least.offset()) {
        least = transaction.first();
      }
    }
    return least;
  }

  List<OpenTransaction> open() {
    return ongoing.values().stream()
        .map(it -> new OpenTransaction(it.producerId(), it.epoch(), it.first().offset()))
        .toList();
  }

  /** The first offset of each producer's open transaction. */
  Map<Long, Long> firstOffsets() {
    Map<Long, Long> offsets = new HashMap<>();
    ongoing.forEach((producerId, it) -> offsets.put(producerId, it.first().offset()));
    return offsets;
  }

  private Optional<Ongoing> firstOngoing() {
    // A restored snapshot need not be in order, so the map's order is not relied on.
    Ongoing first = null;
    for (Ongoing each : ongoing.values()) {
      if (first == null || each.first().offset() < first.first().offset()) {
        first = each;
      }
    }
    return Optional.ofNullable(first);
  }
}
