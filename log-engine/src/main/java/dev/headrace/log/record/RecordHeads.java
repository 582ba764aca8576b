package dev.headrace.log.record;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Walks the records of a batch without what they hold: a fixed amount of memory is enough, whatever
 * the batch decompresses to. For what clients have sent, whom nobody trusts. One thread.
 */
public final class RecordHeads implements AutoCloseable {

  /** Beyond it a batch is taken for corrupt, so that a small one cannot take all of the time. */
  private static final long LIMIT_BYTES = 1L << 30;

  private static final int BUFFER_BYTES = 8 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long readBytes;
  private int recordsLeft;
  private final long baseOffset;
  private final long baseTimestampMillis;
  private final long logAppendTimeMillis;

  private long offset;
  private long timestampMillis;
  private boolean hasKey;

  /**
   * Begins in front of the first record.
   *
   * @param batch whose bytes must stay as they are until this is closed; the checksum is not
   *     verified
   * @throws CorruptBatchException when it cannot be decompressed
   */
  public RecordHeads(RecordBatch batch) {
    recordsLeft = batch.recordCount();
    baseOffset = batch.baseOffset();
    baseTimestampMillis = batch.baseTimestamp();
    logAppendTimeMillis = batch.isLogAppendTime() ? batch.maxTimestamp() : -1;
    if (!Compression.isKnown(batch.compressionId())) {
      throw new CorruptBatchException("unknown compression " + batch.compressionId());
    }
    ByteBuffer bytes = batch.bytes().position(RecordBatch.HEADER_BYTES);
    byte[] array;
    int from = 0;
    if (bytes.hasArray()) {
      array = bytes.array();
      from = bytes.arrayOffset() + bytes.position();
    } else {
      array = new byte[bytes.remaining()];
      bytes.duplicate().get(array);
    }
    in = open(batch.compression(), array, from, bytes.remaining());
  }

  private static InputStream open(Compression compression, byte[] array, int from, int length) {
    try {
      return compression == Compression.NONE
          ? new ByteArrayInputStream(array, from, length)
          : Codec.decompressing(compression, array, from, length);
    } catch (IOException | RuntimeException e) {
      throw cannotDecompress(e);
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
    try {
      int bodyBytes = (int) number(Varint.MAX_BYTES);
      long end = readBytes + bodyBytes;
      oneByte(); // attributes: none are defined
      long timestampDelta = number(Varint.MAX_LONG_BYTES);
      timestampMillis =
          logAppendTimeMillis >= 0 ? logAppendTimeMillis : baseTimestampMillis + timestampDelta;
      offset = baseOffset + (int) number(Varint.MAX_BYTES);
      int keyBytes = (int) number(Varint.MAX_BYTES);
      hasKey = keyBytes >= 0;
      if (bodyBytes < 0 || readBytes + Math.max(0, keyBytes) > end) {
        throw new CorruptBatchException("record of " + bodyBytes + " bytes at offset " + offset);
      }
      skip(end - readBytes);
      return true;
    } catch (IOException e) {
      throw cannotDecompress(e);
    }
  }

  public long offset() {
    return offset;
  }

  /** Milliseconds since 1970; the batch's own where the log set the time. */
  public long timestampMillis() {
    return timestampMillis;
  }

  public boolean hasKey() {
    return hasKey;
  }

  /** How many bytes the records up to here have, decompressed. */
  public long readBytes() {
    return readBytes;
  }

  private long number(int maxBytes) throws IOException {
    long value = 0;
    for (int i = 0; i < maxBytes; i++) {
      int next = oneByte();
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return Varint.decodeZigzag(value);
      }
    }
    throw new CorruptBatchException("a number longer than " + maxBytes + " bytes");
  }

  private byte oneByte() throws IOException {
    if (position == limit) {
      fill();
    }
    readBytes++;
    return buffer[position++];
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (position == limit) {
        fill();
      }
      int some = (int) Math.min(left, limit - position);
      position += some;
      readBytes += some;
      left -= some;
    }
  }

  private void fill() throws IOException {
    if (readBytes >= LIMIT_BYTES) {
      throw new CorruptBatchException("the batch decompresses to more than " + LIMIT_BYTES);
    }
    int count;
    try {
      count = in.read(buffer, 0, buffer.length);
    } catch (RuntimeException e) {
      throw cannotDecompress(e);
    }
    if (count < 0) {
      throw new EOFException("the batch ends within a record");
    }
    position = 0;
    limit = count;
  }

  private static CorruptBatchException cannotDecompress(Exception cause) {
    return new CorruptBatchException("cannot read the records: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw cannotDecompress(e);
    }
  }
}
