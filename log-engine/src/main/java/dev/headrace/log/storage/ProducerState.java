package dev.headrace.log.storage;

import dev.headrace.log.record.RecordBatch;
import java.util.Optional;

/**
 * What a partition remembers of one producer: its epoch and its last few batches, by which a batch
 * that is sent again is known. Under the partition's lock.
 */
final class ProducerState {

  /** As many as a client may have on their way. */
  private static final int BATCHES = 5;

  static final int NO_SEQUENCE = RecordBatch.NO_SEQUENCE;

  private final long producerId;
  private short epoch;
  private int coordinatorEpoch = -1;
  private long lastSeenMillis;
  private final Stored[] batches = new Stored[BATCHES];
  private int batchCount;

  /** A batch in the log. */
  record Stored(int lastSequence, long lastOffset, int offsetDelta) {

    int firstSequence() {
      return sequenceAfter(lastSequence, -offsetDelta);
    }

    long baseOffset() {
      return lastOffset - offsetDelta;
    }
  }

  ProducerState(long producerId, short epoch, long nowMillis) {
    this.producerId = producerId;
    this.epoch = epoch;
    this.lastSeenMillis = nowMillis;
  }

  /** The sequence {@code count} records on; behind the greatest number comes 0. */
  static int sequenceAfter(int sequence, int count) {
    return (int) Math.floorMod((long) sequence + count, 1L << 31);
  }

  long producerId() {
    return producerId;
  }

  short epoch() {
    return epoch;
  }

  int coordinatorEpoch() {
    return coordinatorEpoch;
  }

  long lastSeenMillis() {
    return lastSeenMillis;
  }

  int lastSequence() {
    return batchCount == 0 ? NO_SEQUENCE : last().lastSequence();
  }

  Optional<Stored> lastBatch() {
    return batchCount == 0 ? Optional.empty() : Optional.of(last());
  }

  /** The stored batch that this one repeats. */
  Optional<Stored> duplicateOf(RecordBatch batch) {
    if (batch.producerEpoch() != epoch || batch.baseSequence() == NO_SEQUENCE) {
      return Optional.empty();
    }
    int lastSequence = sequenceAfter(batch.baseSequence(), batch.lastOffsetDelta());
    for (int i = 0; i < Math.min(batchCount, BATCHES); i++) {
      Stored stored = batches[i];
      if (stored.lastSequence() == lastSequence
          && stored.offsetDelta() == batch.lastOffsetDelta()) {
        return Optional.of(stored);
      }
    }
    return Optional.empty();
  }

  void stored(RecordBatch batch, long nowMillis) {
    raiseEpoch(batch.producerEpoch());
    if (batch.baseSequence() != NO_SEQUENCE) {
      int lastSequence = sequenceAfter(batch.baseSequence(), batch.lastOffsetDelta());
      store(new Stored(lastSequence, batch.lastOffset(), batch.lastOffsetDelta()));
    }
    lastSeenMillis = nowMillis;
  }

  void restore(Stored batch) {
    store(batch);
  }

  void restoreCoordinatorEpoch(int restored) {
    coordinatorEpoch = restored;
  }

  /** A marker of this epoch was written: its successor begins with sequence 0. */
  void marked(short markerEpoch, int byCoordinatorEpoch, long nowMillis) {
    raiseEpoch(markerEpoch);
    coordinatorEpoch = byCoordinatorEpoch;
    lastSeenMillis = nowMillis;
  }

  private void raiseEpoch(short newEpoch) {
    if (newEpoch != epoch) {
      epoch = newEpoch;
      batchCount = 0;
    }
  }

  private void store(Stored batch) {
    batches[batchCount % BATCHES] = batch;
    batchCount = batchCount + 1 == 2 * BATCHES ? BATCHES : batchCount + 1;
  }

  private Stored last() {
    return batches[(batchCount - 1) % BATCHES];
  }
}
