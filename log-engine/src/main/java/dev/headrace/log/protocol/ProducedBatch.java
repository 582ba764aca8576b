package dev.headrace.log.protocol;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.transaction.ProducerEpoch;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/**
 * A batch in a produce request, and where it goes.
 *
 * @param records exactly one batch, as all served versions have it; not validated but for {@link
 *     #check}
 * @param answer comes to say what became of it
 */
record ProducedBatch(PartitionLog log, ByteBuffer records, PartitionProduceResponse answer) {

  private static final short FIRST_VERSION_WITH_ZSTD = 7;

  /**
   * Checks what the protocol, beyond the log itself, asks of the records of a partition.
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
    if (RecordBatch.at(records).compressionId() == Compression.ZSTD.id()
        && version < FIRST_VERSION_WITH_ZSTD) {
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

  /** Whether it is part of a transaction, if it is a batch at all. */
  boolean isTransactional() {
    RecordBatch batch = RecordBatch.at(records);
    return batch.magic() == RecordBatch.MAGIC && batch.isTransactional();
  }

  /** Who has written it, if it is a batch at all. */
  ProducerEpoch producer() {
    RecordBatch batch = RecordBatch.at(records);
    return new ProducerEpoch(batch.producerId(), batch.producerEpoch());
  }
}
