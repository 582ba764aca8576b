package dev.headrace.log.storage;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongPredicate;

/**
 * The producers that write to a partition, and whether a batch of theirs is the next, a repeated
 * one, or wrong. Under the partition's lock.
 */
final class ProducerStates {

  /** In the order in which they were last seen. */
  private final SequencedMap<Long, ProducerState> states = new LinkedHashMap<>(4, 0.75f, true);

  private final int limit;
  private final long expirationMillis;

  /**
   * @param limit beyond it the ones that were silent longest are forgotten
   * @param expirationMillis a producer that is silent for so long is forgotten
   */
  ProducerStates(int limit, long expirationMillis) {
    this.limit = limit;
    this.expirationMillis = expirationMillis;
  }

  /** What a check finds. */
  sealed interface Verdict {

    /** All may be stored. */
    record Next() implements Verdict {}

    /** All are there already. */
    record Repeated(long baseOffset, long endOffset) implements Verdict {}

    record Wrong(Refusal why, String message) implements Verdict {}
  }

  private static final Verdict NEXT = new Verdict.Next();

  /** Looks at batches that are to be appended together. */
  Verdict check(List<RecordBatch> batches) {
    long baseOffset = -1;
    long endOffset = -1;
    int repeated = 0;
    for (int i = 0; i < batches.size(); i++) {
      RecordBatch batch = batches.get(i);
      if (!batch.hasProducerId() || batch.isControl()) {
        continue;
      }
      switch (check(batches, i)) {
        case Verdict.Next _ -> {}
        case Verdict.Wrong wrong -> {
          return wrong;
        }
        case Verdict.Repeated original -> {
          baseOffset = repeated++ == 0 ? original.baseOffset() : baseOffset;
          endOffset = original.endOffset();
        }
      }
    }
    if (repeated == 0) {
      return NEXT;
    }
    return repeated == batches.size()
        ? new Verdict.Repeated(baseOffset, endOffset)
        : new Verdict.Wrong(
            Refusal.OUT_OF_ORDER_SEQUENCE, "some of the batches are stored already, others not");
  }

  private Verdict check(List<RecordBatch> batches, int index) {
    RecordBatch batch = batches.get(index);
    for (int i = index - 1; i >= 0; i--) {
      RecordBatch before = batches.get(i);
      if (before.producerId() == batch.producerId()) {
        int last = ProducerState.sequenceAfter(before.baseSequence(), before.lastOffsetDelta());
        Optional<ProducerState> state = Optional.ofNullable(states.get(batch.producerId()));
        return state.isPresent() && state.get().duplicateOf(batch).isPresent()
            ? repeated(state.get().duplicateOf(batch).get())
            : follows(batch, before.producerEpoch(), last);
      }
    }
    ProducerState state = states.get(batch.producerId());
    if (state == null) {
      // Forgotten or new: any sequence may be the first that is seen here.
      return NEXT;
    }
    Optional<ProducerState.Stored> original = state.duplicateOf(batch);
    return original.isPresent()
        ? repeated(original.get())
        : follows(batch, state.epoch(), state.lastSequence());
  }

  private static Verdict repeated(ProducerState.Stored original) {
    return new Verdict.Repeated(original.baseOffset(), original.lastOffset() + 1);
  }

  private static Verdict follows(RecordBatch batch, short epoch, int lastSequence) {
    int sequence = batch.baseSequence();
    String producer = "producer " + batch.producerId() + ", epoch " + batch.producerEpoch();
    if (batch.producerEpoch() < epoch) {
      return new Verdict.Wrong(
          Refusal.INVALID_PRODUCER_EPOCH, producer + ": fenced by epoch " + epoch);
    }
    if (sequence == ProducerState.NO_SEQUENCE) {
      return NEXT;
    }
    int expected =
        batch.producerEpoch() > epoch || lastSequence == ProducerState.NO_SEQUENCE
            ? 0
            : ProducerState.sequenceAfter(lastSequence, 1);
    if (sequence == expected) {
      return NEXT;
    }
    // Also one that is behind and forgotten: to be told of a duplicate is success to a client, and
    // not all of the batch need have been stored.
    return new Verdict.Wrong(
        Refusal.OUT_OF_ORDER_SEQUENCE,
        producer + ": sequence " + sequence + " came where " + expected + " was due");
  }

  /** Whether a marker may be written; empty when it may. */
  Optional<Verdict.Wrong> checkMarker(long producerId, short epoch, int coordinatorEpoch) {
    ProducerState state = states.get(producerId);
    if (state == null) {
      return Optional.empty();
    }
    if (epoch < state.epoch()) {
      return Optional.of(
          new Verdict.Wrong(
              Refusal.INVALID_PRODUCER_EPOCH,
              "producer " + producerId + ": marker of epoch " + epoch + " after " + state.epoch()));
    }
    if (coordinatorEpoch < state.coordinatorEpoch()) {
      return Optional.of(
          new Verdict.Wrong(
              Refusal.INVALID_PRODUCER_EPOCH,
              "marker of coordinator epoch "
                  + coordinatorEpoch
                  + " after "
                  + state.coordinatorEpoch()));
    }
    return Optional.empty();
  }

  /** Notes a batch that was given its offsets. */
  void stored(RecordBatch batch, long nowMillis) {
    states
        .computeIfAbsent(
            batch.producerId(), id -> new ProducerState(id, batch.producerEpoch(), nowMillis))
        .stored(batch, nowMillis);
  }

  void marked(long producerId, short epoch, int coordinatorEpoch, long nowMillis) {
    states
        .computeIfAbsent(producerId, id -> new ProducerState(id, epoch, nowMillis))
        .marked(epoch, coordinatorEpoch, nowMillis);
  }

  void restore(ProducerState state) {
    states.put(state.producerId(), state);
  }

  /** Forgets producers that are silent too long or too many; none in an open transaction. */
  void expire(long nowMillis, LongPredicate inTransaction) {
    var oldestFirst = states.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<Long, ProducerState> entry = oldestFirst.next();
      boolean isSilent = nowMillis - entry.getValue().lastSeenMillis() > expirationMillis;
      if (!isSilent && states.size() <= limit) {
        return;
      }
      if (!inTransaction.test(entry.getKey())) {
        oldestFirst.remove();
      }
    }
  }

  boolean isOverLimit() {
    return states.size() > limit;
  }

  Collection<ProducerState> all() {
    return states.values();
  }
}
