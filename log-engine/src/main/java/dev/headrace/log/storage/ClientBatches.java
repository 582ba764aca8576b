package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import java.util.List;
import java.util.Optional;

/** What clients may not write, though it is sound. Pure. */
final class ClientBatches {

  private ClientBatches() {}

  /** What is wrong; empty when nothing is. */
  static Optional<String> problemIn(List<RecordBatch> batches, Cleanup cleanup) {
    if (hasAnyOfTheNodeOnly(batches)) {
      return Optional.of(
          "clients may write neither control batches nor transactions without sequence numbers");
    }
    try {
      return cleanup.compacts() && hasRecordsWithoutKey(batches)
          ? Optional.of("the topic is compacted, so every record needs a key")
          : Optional.empty();
    } catch (CorruptBatchException e) {
      return Optional.of(e.getMessage());
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

  private static boolean isOfTheNodeOnly(RecordBatch batch) {
    return batch.isControl()
        || (batch.hasProducerId() && batch.baseSequence() == RecordBatch.NO_SEQUENCE);
  }

  /** Compaction would take them, for they are the value of nothing. */
  private static boolean hasRecordsWithoutKey(List<RecordBatch> batches) {
    RecordCursor cursor = new RecordCursor();
    for (RecordBatch batch : batches) {
      cursor.open(batch);
      while (cursor.next()) {
        if (cursor.keyLength() < 0) {
          return true;
        }
      }
    }
    return false;
  }
}
