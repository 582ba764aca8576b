package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.RecordHeads;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.util.List;
import java.util.Optional;

/** What clients may not write, though it is sound. Pure. */
final class ClientBatches {

  private ClientBatches() {}

  /** What is wrong; empty when nothing is. */
  static Optional<Append.Refused> problemIn(
      List<RecordBatch> batches, PartitionSettings settings, long nowMillis) {
    if (hasAnyOfTheNodeOnly(batches)) {
      return refused(
          "clients may write neither control batches nor transactions without sequence numbers");
    }
    try {
      Optional<Append.Refused> uncompactable =
          settings.cleanup().compacts() ? problemWithCompaction(batches) : Optional.empty();
      return uncompactable.or(
          () ->
              problemWithTimes(batches, settings.times(), nowMillis)
                  .map(message -> new Append.Refused(Refusal.INVALID_TIMESTAMP, message)));
    } catch (CorruptBatchException e) {
      return refused(e.getMessage());
    }
  }

  private static boolean hasAnyOfTheNodeOnly(List<RecordBatch> batches) {
    for (RecordBatch batch : batches) {
      if (isOfTheNodeOnly(batch)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Append.Refused> refused(String message) {
    return Optional.of(new Append.Refused(Refusal.INVALID_RECORD, message));
  }

  private static Optional<String> problemWithTimes(
      List<RecordBatch> batches, RecordTimes times, long nowMillis) {
    for (RecordBatch batch : batches) {
      if (batch.isLogAppendTime()) {
        return Optional.of("only the log gives records the time at which they are appended");
      }
      if (!times.areOfTheLog() && times.isTooLate(batch.maxTimestamp(), nowMillis)) {
        return Optional.of(
            "the time stamp %d is more than %d ms ahead of %d"
                .formatted(batch.maxTimestamp(), times.mostAfterMillis(), nowMillis));
      }
    }
    return times.areOfTheLog() || times.isAnyPastTaken()
        ? Optional.empty()
        : earliestOf(batches, times, nowMillis)
            .map(
                early ->
                    "the time stamp %d is more than %d ms behind %d"
                        .formatted(early, times.mostBeforeMillis(), nowMillis));
  }

  /** A record's time stamp that is too early; empty when there is none. */
  private static Optional<Long> earliestOf(
      List<RecordBatch> batches, RecordTimes times, long nowMillis) {
    for (RecordBatch batch : batches) {
      try (RecordHeads records = new RecordHeads(batch)) {
        while (records.next()) {
          if (times.isTooEarly(records.timestampMillis(), nowMillis)) {
            return Optional.of(records.timestampMillis());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOfTheNodeOnly(RecordBatch batch) {
    return batch.isControl()
        || (batch.hasProducerId() && batch.baseSequence() == RecordBatch.NO_SEQUENCE);
  }

  /** What compaction could not do; empty when it can compact them. */
  private static Optional<Append.Refused> problemWithCompaction(List<RecordBatch> batches) {
    for (RecordBatch batch : batches) {
      try (RecordHeads records = new RecordHeads(batch)) {
        while (records.next()) {
          // Compaction would take it, for it is the value of nothing.
          if (!records.hasKey()) {
            return refused("the topic is compacted, so every record needs a key");
          }
        }
        if (records.readBytes() > RecordCursor.DEFAULT_LIMIT_BYTES) {
          return Optional.of(
              new Append.Refused(
                  Refusal.TOO_LARGE,
                  "the topic is compacted, which takes memory for a batch, and this one has %d bytes when it is decompressed, more than %d"
                      .formatted(records.readBytes(), RecordCursor.DEFAULT_LIMIT_BYTES)));
        }
      }
    }
    return Optional.empty();
  }
}
