package dev.headrace.log.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a look at the headers and checksums of some batches, one behind another, finds. */
public sealed interface BatchValidation {

  /**
   * All are whole and sound.
   *
   * @param batches at least one; they share the buffer's bytes
   */
  record Valid(List<RecordBatch> batches) implements BatchValidation {}

  /** At least one is not; the message says which and why. */
  record Invalid(Flaw flaw, String message) implements BatchValidation {}

  /** What is wrong with a batch. */
  enum Flaw {
    /** Cut short, or the checksum is not that of its bytes. */
    CORRUPT,
    /** Not of version 2. */
    UNSUPPORTED_VERSION,
    UNSUPPORTED_COMPRESSION,
    /** The header contradicts itself. */
    INVALID_RECORD,
    TOO_LARGE
  }

  /**
   * Checks what lies between the buffer's position and its limit, without looking at single
   * records.
   *
   * @param maxBatchBytes a larger batch is refused
   */
  static BatchValidation of(ByteBuffer batches, int maxBatchBytes) {
    return of(batches, maxBatchBytes, BatchValidation::contradictionIn);
  }

  /** Checks batches of a log: compaction may have taken records out of them, or all. */
  static BatchValidation ofStored(ByteBuffer batches) {
    return of(batches, Integer.MAX_VALUE, BatchValidation::contradictionInStored);
  }

  private static BatchValidation of(
      ByteBuffer batches, int maxBatchBytes, Function<RecordBatch, String> contradictionIn) {
    List<RecordBatch> valid = new ArrayList<>(1);
    ByteBuffer rest = batches.duplicate();
    while (rest.hasRemaining() || valid.isEmpty()) {
      int available = rest.remaining();
      if (available < RecordBatch.HEADER_BYTES) {
        return invalid(valid, Flaw.CORRUPT, "has " + available + " bytes, less than a header");
      }
      byte magic = rest.get(rest.position() + RecordBatch.MAGIC_AT);
      if (magic != RecordBatch.MAGIC) {
        return invalid(valid, Flaw.UNSUPPORTED_VERSION, "is of version " + magic + ", not 2");
      }
      int length = rest.getInt(rest.position() + RecordBatch.LENGTH);
      if (length < RecordBatch.HEADER_BYTES - RecordBatch.LENGTH_OVERHEAD
          || length > available - RecordBatch.LENGTH_OVERHEAD) {
        return invalid(
            valid, Flaw.CORRUPT, "announces " + length + " bytes, " + available + " are there");
      }
      RecordBatch batch = RecordBatch.at(rest);
      if (batch.sizeInBytes() > maxBatchBytes) {
        return invalid(
            valid,
            Flaw.TOO_LARGE,
            "has " + batch.sizeInBytes() + " bytes, more than " + maxBatchBytes);
      }
      if (!batch.hasValidChecksum()) {
        return invalid(valid, Flaw.CORRUPT, "has a wrong checksum");
      }
      if (!Compression.isKnown(batch.compressionId())) {
        return invalid(
            valid, Flaw.UNSUPPORTED_COMPRESSION, "has the compression " + batch.compressionId());
      }
      String contradiction = contradictionIn.apply(batch);
      if (!contradiction.isEmpty()) {
        return invalid(valid, Flaw.INVALID_RECORD, contradiction);
      }
      valid.add(batch);
      rest.position(rest.position() + batch.sizeInBytes());
    }
    return new Valid(valid);
  }

  private static String contradictionIn(RecordBatch batch) {
    if (batch.recordCount() <= 0) {
      return "has " + batch.recordCount() + " records";
    }
    if (batch.lastOffsetDelta() != batch.recordCount() - 1) {
      return batch.recordCount()
          + " records with a last offset delta of "
          + batch.lastOffsetDelta();
    }
    return contradictionOfProducer(batch);
  }

  private static String contradictionInStored(RecordBatch batch) {
    return batch.recordCount() < 0 || batch.recordCount() - 1 > batch.lastOffsetDelta()
        ? batch.recordCount() + " records with a last offset delta of " + batch.lastOffsetDelta()
        : contradictionOfProducer(batch);
  }

  private static String contradictionOfProducer(RecordBatch batch) {
    if (batch.hasProducerId()) {
      if (batch.producerEpoch() < 0) {
        return "has a producer id and the epoch " + batch.producerEpoch();
      }
      if (batch.baseSequence() < 0 && !batch.isTransactional()) {
        return "has a producer id and the sequence " + batch.baseSequence();
      }
    } else if (batch.isTransactional()) {
      return "is transactional and has no producer id";
    }
    return "";
  }

  private static Invalid invalid(List<RecordBatch> before, Flaw flaw, String message) {
    return new Invalid(flaw, "batch " + (before.size() + 1) + " " + message);
  }
}
