package dev.headrace.log.protocol;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** What the protocol, beyond the log itself, asks of the records in a produce request. */
final class ProducedBatch {

  private static final short FIRST_VERSION_WITH_ZSTD = 7;

  private ProducedBatch() {}

  /**
   * Checks that the records are exactly one batch, as all served versions have it.
   *
   * @param version of the produce request
   */
  static Optional<Refused> check(ByteBuffer records, short version) {
    if (records.remaining() < RecordBatch.HEADER_BYTES) {
      return refuse(Errors.INVALID_RECORD, records.remaining() + " bytes are not a record batch");
    }
    long batchBytes = declaredBytes(records);
    if (batchBytes != records.remaining()) {
      return refuse(
          Errors.INVALID_RECORD,
          "a partition takes exactly one batch a request; the first has "
              + batchBytes
              + " of "
              + records.remaining()
              + " bytes");
    }
    RecordBatch batch = RecordBatch.at(records);
    if (batch.magic() == RecordBatch.MAGIC && batch.isTransactional()) {
      return refuse(Errors.INVALID_TXN_STATE, "transactions of clients are not served yet");
    }
    if (batch.compressionId() == Compression.ZSTD.id() && version < FIRST_VERSION_WITH_ZSTD) {
      return refuse(
          Errors.UNSUPPORTED_COMPRESSION_TYPE,
          "zstd needs version 7 of the produce request, this is " + version);
    }
    return Optional.empty();
  }

  private static long declaredBytes(ByteBuffer records) {
    return (long) RecordBatch.LENGTH_OVERHEAD + records.getInt(records.position() + Long.BYTES);
  }

  private static Optional<Refused> refuse(Errors error, String message) {
    return Optional.of(new Refused(error, message));
  }
}
