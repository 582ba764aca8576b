package dev.headrace.log.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks the records of batches without an object per record. Reads an uncompressed batch that lies
 * in an array where it is; any other is copied or decompressed into a buffer of the cursor, which
 * is used again for the next. One thread.
 */
public final class RecordCursor {

  private static final int MEBIBYTE = 1024 * 1024;

  /**
   * What a batch may decompress to, unless the constructor says otherwise: a sixth of the heap, so
   * that a few can be read at a time.
   */
  public static final int DEFAULT_LIMIT_BYTES =
      (int) Math.clamp(Runtime.getRuntime().maxMemory() / 6, 16L * MEBIBYTE, 128L * MEBIBYTE);

  private static final int INITIAL_BYTES = 16 * 1024;

  private final GrowingBuffer own;
  private byte[] array = new byte[0];
  private int position;
  private int limit;
  private int recordsLeft;
  private int recordFrom;
  private int behindTimestamp;
  private long baseOffset;
  private long baseTimestampMillis;
  private long logAppendTimeMillis;

  private long offset;
  private long timestampMillis;
  private int keyFrom;
  private int keyLength;
  private int valueFrom;
  private int valueLength;
  private int headerCount;
  private int headersFrom;

  public RecordCursor() {
    this(DEFAULT_LIMIT_BYTES);
  }

  /**
   * @param limitBytes beyond it a batch is taken for corrupt, so that a small one cannot decompress
   *     into all of the memory
   */
  public RecordCursor(int limitBytes) {
    own = new GrowingBuffer(Math.min(limitBytes, INITIAL_BYTES), limitBytes);
  }

  /**
   * Goes to the front of a batch, whose bytes must stay as they are until the next call. The
   * checksum is not verified.
   *
   * @throws CorruptBatchException when it cannot be decompressed
   */
  public void open(RecordBatch batch) {
    ByteBuffer bytes = batch.bytes();
    recordsLeft = batch.recordCount();
    baseOffset = batch.baseOffset();
    baseTimestampMillis = batch.baseTimestamp();
    logAppendTimeMillis = batch.isLogAppendTime() ? batch.maxTimestamp() : -1;
    if (!Compression.isKnown(batch.compressionId())) {
      throw new CorruptBatchException("unknown compression " + batch.compressionId());
    }
    bytes.position(RecordBatch.HEADER_BYTES);
    if (batch.compression() != Compression.NONE) {
      decompress(batch.compression(), bytes);
    } else if (bytes.hasArray()) {
      array = bytes.array();
      position = bytes.arrayOffset() + bytes.position();
      limit = bytes.arrayOffset() + bytes.limit();
    } else {
      own.length(0);
      ensureRoom(bytes.remaining());
      own.length(bytes.remaining());
      bytes.get(own.array(), 0, own.length());
      ownBuffer();
    }
  }

  /**
   * Goes to the next record.
   *
   * @return false behind the last
   * @throws CorruptBatchException when what is there is no record
   */
  public boolean next() {
    if (recordsLeft <= 0) {
      return false;
    }
    recordsLeft--;
    recordFrom = position;
    int bodyBytes = varint();
    int end = position + bodyBytes;
    if (bodyBytes < 0 || end > limit || end < 0) {
      throw new CorruptBatchException("record of " + bodyBytes + " bytes at " + position);
    }
    position++; // attributes: none are defined
    long timestampDelta = varlong();
    timestampMillis =
        logAppendTimeMillis >= 0 ? logAppendTimeMillis : baseTimestampMillis + timestampDelta;
    behindTimestamp = position;
    offset = baseOffset + varint();
    keyLength = varint();
    keyFrom = position;
    skip(keyLength);
    valueLength = varint();
    valueFrom = position;
    skip(valueLength);
    headerCount = varint();
    headersFrom = position;
    if (headerCount < 0 || headerCount > limit - position || position > end) {
      throw new CorruptBatchException("record at offset " + offset + " has a wrong length");
    }
    position = end;
    return true;
  }

  public long offset() {
    return offset;
  }

  /** Milliseconds since 1970; the batch's own where the log set the time. */
  public long timestampMillis() {
    return timestampMillis;
  }

  /** The array in which the record lies, valid until the next {@link #open}; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Where the record starts, with its length. */
  int recordFrom() {
    return recordFrom;
  }

  /** Where the record goes on behind its time stamp, with the delta of its offset. */
  int behindTimestamp() {
    return behindTimestamp;
  }

  /** Whether bytes lie behind the record. */
  boolean hasMore() {
    return position < limit;
  }

  /** Where the record ends. */
  int recordEnd() {
    return position;
  }

  public int keyFrom() {
    return keyFrom;
  }

  /** Bytes of the key; -1 for none. */
  public int keyLength() {
    return keyLength;
  }

  public int valueFrom() {
    return valueFrom;
  }

  /** Bytes of the value; -1 for none. */
  public int valueLength() {
    return valueLength;
  }

  /** The key, sharing the bytes. */
  public ByteSlice key() {
    return keyLength < 0 ? ByteSlice.NULL : new ByteSlice(array, keyFrom, keyLength);
  }

  /** The value, sharing the bytes. */
  public ByteSlice value() {
    return valueLength < 0 ? ByteSlice.NULL : new ByteSlice(array, valueFrom, valueLength);
  }

  public int headerCount() {
    return headerCount;
  }

  /**
   * A header of the record, sharing the bytes of its value.
   *
   * @param index from 0
   */
  public RecordHeader header(int index) {
    if (index < 0 || index >= headerCount) {
      throw new IndexOutOfBoundsException("header " + index + " of " + headerCount);
    }
    int behindRecord = position;
    position = headersFrom;
    try {
      for (int i = 0; i < index; i++) {
        skip(varint());
        skip(varint());
      }
      return header();
    } finally {
      position = behindRecord;
    }
  }

  private RecordHeader header() {
    int nameLength = varint();
    int nameFrom = position;
    skip(nameLength);
    int length = varint();
    int from = position;
    skip(length);
    String name = new String(array, nameFrom, Math.max(0, nameLength), StandardCharsets.UTF_8);
    return new RecordHeader(name, length < 0 ? ByteSlice.NULL : new ByteSlice(array, from, length));
  }

  private void decompress(Compression compression, ByteBuffer bytes) {
    byte[] compressed;
    int from;
    int length = bytes.remaining();
    if (bytes.hasArray()) {
      compressed = bytes.array();
      from = bytes.arrayOffset() + bytes.position();
    } else {
      compressed = new byte[length];
      bytes.get(compressed);
      from = 0;
    }
    own.length(0);
    try (InputStream in = Codec.decompressing(compression, compressed, from, length)) {
      own.readAll(in);
    } catch (IOException | RuntimeException e) {
      throw new CorruptBatchException(
          "cannot decompress " + length + " bytes of " + compression + ": " + e.getMessage(), e);
    }
    ownBuffer();
  }

  private void ensureRoom(int bytes) {
    try {
      own.ensureRoom(bytes);
    } catch (IllegalStateException e) {
      throw new CorruptBatchException("batch of " + bytes + " bytes", e);
    }
  }

  private void ownBuffer() {
    array = own.array();
    position = 0;
    limit = own.length();
  }

  private void skip(int bytes) {
    if (bytes > limit - position) {
      throw new CorruptBatchException(bytes + " bytes announced, " + (limit - position) + " there");
    }
    position += Math.max(0, bytes);
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_BYTES; shift += 7) {
      int next = nextByte();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return Varint.decodeZigzag(value);
      }
    }
    throw new CorruptBatchException("number longer than 32 bits at " + position);
  }

  private long varlong() {
    long value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_LONG_BYTES; shift += 7) {
      int next = nextByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return Varint.decodeZigzag(value);
      }
    }
    throw new CorruptBatchException("number longer than 64 bits at " + position);
  }

  private byte nextByte() {
    if (position >= limit) {
      throw new CorruptBatchException("the batch ends within a record");
    }
    return array[position++];
  }
}
