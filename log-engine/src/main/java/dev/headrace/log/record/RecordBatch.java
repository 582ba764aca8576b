package dev.headrace.log.record;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * A view of one whole record batch of version 2, as it lies in a frame or a segment. Nothing is
 * copied and nothing is checked but the length: {@link #hasValidChecksum()} and friends do that.
 * Not thread-safe where the bytes are changed; otherwise it may be read from any thread.
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">Kafka: record batch</a>
 */
public final class RecordBatch {

  /** Bytes before {@code batchLength} counts: the base offset and the length itself. */
  public static final int LENGTH_OVERHEAD = 12;

  /** Bytes of a batch without records. */
  public static final int HEADER_BYTES = 61;

  /** The only version of the format that is served. */
  public static final byte MAGIC = 2;

  /** {@code producerId} of a batch that is not idempotent. */
  public static final long NO_PRODUCER_ID = -1;

  /** In the header of a batch whose repetitions nobody looks for. */
  public static final int NO_SEQUENCE = -1;

  static final int BASE_OFFSET = 0;
  static final int LENGTH = 8;
  static final int LEADER_EPOCH = 12;
  static final int MAGIC_AT = 16;
  static final int CRC = 17;
  static final int ATTRIBUTES = 21;
  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int RECORD_COUNT = 57;

  static final int COMPRESSION_MASK = 0x07;
  static final int LOG_APPEND_TIME_FLAG = 0x08;
  static final int TRANSACTIONAL_FLAG = 0x10;
  static final int CONTROL_FLAG = 0x20;
  static final int DELETE_HORIZON_FLAG = 0x40;

  private final ByteBuffer bytes;

  private RecordBatch(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * The batch that starts at the buffer's position; the buffer is not moved.
   *
   * @throws IllegalArgumentException when the buffer does not hold the whole of it
   */
  public static RecordBatch at(ByteBuffer buffer) {
    int remaining = buffer.remaining();
    if (remaining < HEADER_BYTES) {
      throw new IllegalArgumentException("a batch has at least 61 bytes, here are " + remaining);
    }
    int size = LENGTH_OVERHEAD + buffer.getInt(buffer.position() + LENGTH);
    if (size < HEADER_BYTES || size > remaining) {
      throw new IllegalArgumentException("batch of " + size + " bytes, here are " + remaining);
    }
    return new RecordBatch(buffer.slice(buffer.position(), size));
  }

  /** Fills in the header in front of encoded records; the buffer holds the batch and no more. */
  static RecordBatch encode(
      ByteBuffer bytes,
      int attributes,
      int recordCount,
      long baseTimestampMillis,
      long maxTimestampMillis) {
    bytes.putLong(BASE_OFFSET, 0);
    bytes.putInt(LENGTH, bytes.capacity() - LENGTH_OVERHEAD);
    bytes.putInt(LEADER_EPOCH, -1);
    bytes.put(MAGIC_AT, MAGIC);
    bytes.putInt(LAST_OFFSET_DELTA, recordCount - 1);
    bytes.putLong(BASE_TIMESTAMP, baseTimestampMillis);
    bytes.putLong(MAX_TIMESTAMP, maxTimestampMillis);
    bytes.putInt(RECORD_COUNT, recordCount);
    RecordBatch batch = new RecordBatch(bytes);
    batch.stamp(attributes, NO_PRODUCER_ID, (short) -1, -1);
    return batch;
  }

  /**
   * Fills in the header of an original in front of what was kept of its records.
   *
   * @param bytes hold the batch and no more
   */
  static RecordBatch encodeAnew(
      RecordBatch original,
      ByteBuffer bytes,
      Compression compression,
      int recordCount,
      OptionalLong newDeleteHorizonMillis,
      long maxTimestampMillis) {
    bytes.put(0, original.bytes, 0, HEADER_BYTES);
    bytes.putInt(LENGTH, bytes.capacity() - LENGTH_OVERHEAD);
    bytes.putLong(MAX_TIMESTAMP, maxTimestampMillis);
    bytes.putInt(RECORD_COUNT, recordCount);
    int attributes = (original.attributes() & ~COMPRESSION_MASK) | compression.id();
    if (recordCount == 0) {
      attributes &= ~(COMPRESSION_MASK | DELETE_HORIZON_FLAG);
      bytes.putLong(BASE_TIMESTAMP, maxTimestampMillis);
    } else if (newDeleteHorizonMillis.isPresent()) {
      attributes |= DELETE_HORIZON_FLAG;
      bytes.putLong(BASE_TIMESTAMP, newDeleteHorizonMillis.getAsLong());
    }
    RecordBatch batch = new RecordBatch(bytes);
    batch.stamp(
        attributes, original.producerId(), original.producerEpoch(), original.baseSequence());
    return batch;
  }

  /** The whole batch, from position 0 to its end; shares the bytes. */
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  public int sizeInBytes() {
    return bytes.capacity();
  }

  public long baseOffset() {
    return bytes.getLong(BASE_OFFSET);
  }

  /** The offset of the last record, also of one that compaction removed. */
  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  public long nextOffset() {
    return lastOffset() + 1;
  }

  public int lastOffsetDelta() {
    return bytes.getInt(LAST_OFFSET_DELTA);
  }

  public int leaderEpoch() {
    return bytes.getInt(LEADER_EPOCH);
  }

  public byte magic() {
    return bytes.get(MAGIC_AT);
  }

  /** The number in the batch's attributes, which may be unknown to {@link Compression}. */
  public int compressionId() {
    return attributes() & COMPRESSION_MASK;
  }

  public Compression compression() {
    return Compression.ofId(compressionId());
  }

  public boolean isTransactional() {
    return (attributes() & TRANSACTIONAL_FLAG) != 0;
  }

  /** Whether this is a marker (commit, abort) and no data. */
  public boolean isControl() {
    return (attributes() & CONTROL_FLAG) != 0;
  }

  public boolean isLogAppendTime() {
    return (attributes() & LOG_APPEND_TIME_FLAG) != 0;
  }

  /**
   * From when on compaction may drop the tombstones of this batch, or this marker, in milliseconds
   * since 1970; empty when nobody has decided it yet.
   *
   * @see <a href="https://cwiki.apache.org/confluence/x/lLEYBw">KIP-534</a>
   */
  public OptionalLong deleteHorizon() {
    return (attributes() & DELETE_HORIZON_FLAG) != 0
        ? OptionalLong.of(bytes.getLong(BASE_TIMESTAMP))
        : OptionalLong.empty();
  }

  /**
   * What the time stamps of the records are relative to: that of the first, in milliseconds since
   * 1970, or the {@link #deleteHorizon}.
   */
  public long baseTimestamp() {
    return bytes.getLong(BASE_TIMESTAMP);
  }

  /** The latest of the records' time stamps in milliseconds since 1970; -1 for none. */
  public long maxTimestamp() {
    return bytes.getLong(MAX_TIMESTAMP);
  }

  /** {@link #NO_PRODUCER_ID} for none. */
  public long producerId() {
    return bytes.getLong(PRODUCER_ID);
  }

  public boolean hasProducerId() {
    return producerId() > NO_PRODUCER_ID;
  }

  public short producerEpoch() {
    return bytes.getShort(PRODUCER_EPOCH);
  }

  /** The sequence number of the first record; {@link #NO_SEQUENCE} for none. */
  public int baseSequence() {
    return bytes.getInt(BASE_SEQUENCE);
  }

  public int recordCount() {
    return bytes.getInt(RECORD_COUNT);
  }

  /** Sets what the log decides; neither is under the checksum. */
  public void assign(long baseOffset, int leaderEpoch) {
    bytes.putLong(BASE_OFFSET, baseOffset);
    bytes.putInt(LEADER_EPOCH, leaderEpoch);
  }

  /**
   * Makes it a batch of an idempotent producer and renews the checksum.
   *
   * @param baseSequence the sequence number of the first record
   */
  public void stampProducer(long producerId, short producerEpoch, int baseSequence) {
    stamp(attributes() & ~TRANSACTIONAL_FLAG, producerId, producerEpoch, baseSequence);
  }

  /**
   * Makes it a part of the producer's transaction and renews the checksum.
   *
   * @param baseSequence the sequence number of the first record, or {@link #NO_SEQUENCE}
   */
  public void stampTransactional(long producerId, short producerEpoch, int baseSequence) {
    stamp(attributes() | TRANSACTIONAL_FLAG, producerId, producerEpoch, baseSequence);
  }

  /**
   * Gives all its records the time at which they are appended, and renews the checksum.
   *
   * @param millis since 1970
   */
  public void stampLogAppendTime(long millis) {
    bytes.putShort(ATTRIBUTES, (short) (attributes() | LOG_APPEND_TIME_FLAG));
    bytes.putLong(MAX_TIMESTAMP, millis);
    bytes.putInt(CRC, checksum());
  }

  /** Makes it a control batch of the producer's transaction and renews the checksum. */
  void stampControl(long producerId, short producerEpoch) {
    stamp(attributes() | TRANSACTIONAL_FLAG | CONTROL_FLAG, producerId, producerEpoch, -1);
  }

  private void stamp(int attributes, long producerId, short producerEpoch, int baseSequence) {
    bytes.putShort(ATTRIBUTES, (short) attributes);
    bytes.putLong(PRODUCER_ID, producerId);
    bytes.putShort(PRODUCER_EPOCH, producerEpoch);
    bytes.putInt(BASE_SEQUENCE, baseSequence);
    bytes.putInt(CRC, checksum());
  }

  /** Whether the checksum in the header is that of the bytes behind it. */
  public boolean hasValidChecksum() {
    return bytes.getInt(CRC) == checksum();
  }

  int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(ATTRIBUTES, bytes.capacity() - ATTRIBUTES));
    return (int) crc.getValue();
  }

  int attributes() {
    return bytes.getShort(ATTRIBUTES);
  }

  @Override
  public String toString() {
    return "RecordBatch[" + baseOffset() + ".." + lastOffset() + ", " + sizeInBytes() + " bytes]";
  }
}
