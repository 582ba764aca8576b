package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import java.nio.ByteBuffer;

/**
 * What finding a batch in a file needs of its header.
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">Kafka: record batch</a>
 */
record BatchHeader(
    long baseOffset, int sizeInBytes, int leaderEpoch, long lastOffset, long maxTimestamp) {

  private static final int LENGTH = 8;
  private static final int LEADER_EPOCH = 12;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int MAX_TIMESTAMP = 35;

  /**
   * @param at where in the buffer the batch starts; 61 bytes are there
   * @throws CorruptBatchException when the length cannot be right
   */
  static BatchHeader at(ByteBuffer buffer, int at) {
    long baseOffset = buffer.getLong(at);
    int length = buffer.getInt(at + LENGTH);
    if (length < RecordBatch.HEADER_BYTES - RecordBatch.LENGTH_OVERHEAD
        || length > Integer.MAX_VALUE - RecordBatch.LENGTH_OVERHEAD) {
      throw new CorruptBatchException(
          "batch with offset " + baseOffset + " announces a length of " + length);
    }
    return new BatchHeader(
        baseOffset,
        RecordBatch.LENGTH_OVERHEAD + length,
        buffer.getInt(at + LEADER_EPOCH),
        baseOffset + buffer.getInt(at + LAST_OFFSET_DELTA),
        buffer.getLong(at + MAX_TIMESTAMP));
  }
}
