package dev.headrace.log.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Builds record batches one after another. Records are encoded as they come into one growing heap
 * buffer. One thread.
 */
public final class RecordBatchBuilder {

  /** No batch grows beyond; callers keep theirs far smaller. */
  public static final int LIMIT_BYTES = 128 * 1024 * 1024;

  private static final int INITIAL_COMPRESSED_BYTES = 16 * 1024;
  private static final byte[] NO_BYTES = new byte[0];

  private final Compression compression;
  private final int initialBytes;
  private final GrowingBuffer buffer;
  private int recordCount;
  private long baseTimestampMillis;
  private long maxTimestampMillis;

  /**
   * @param initialBytes what the buffer starts with, and starts again with after {@link #build()}
   *     of an uncompressed batch, which takes the former buffer along; best a little more than a
   *     usual batch
   */
  public RecordBatchBuilder(Compression compression, int initialBytes) {
    this.compression = compression;
    this.initialBytes = Math.max(initialBytes, RecordBatch.HEADER_BYTES);
    this.buffer = new GrowingBuffer(this.initialBytes, LIMIT_BYTES);
    reset();
  }

  /** Appends a record without key and headers. */
  public void append(long timestampMillis, byte[] value, int from, int length) {
    append(timestampMillis, NO_BYTES, 0, -1, value, from, length, List.of());
  }

  /**
   * Appends a record.
   *
   * @param timestampMillis milliseconds since 1970
   * @param key the bytes are copied; {@link ByteSlice#NULL} for none
   * @param value the bytes are copied; {@link ByteSlice#NULL} for none
   * @throws IllegalStateException when the batch would pass {@link #LIMIT_BYTES}
   */
  public void append(
      long timestampMillis, ByteSlice key, ByteSlice value, List<RecordHeader> headers) {
    append(
        timestampMillis,
        key.array(),
        key.from(),
        key.length(),
        value.array(),
        value.from(),
        value.length(),
        headers);
  }

  private void append(
      long timestampMillis,
      byte[] key,
      int keyFrom,
      int keyLength,
      byte[] value,
      int valueFrom,
      int valueLength,
      List<RecordHeader> headers) {
    if (recordCount == 0) {
      baseTimestampMillis = timestampMillis;
      maxTimestampMillis = timestampMillis;
    }
    long timestampDelta = timestampMillis - baseTimestampMillis;
    int bodyBytes =
        1
            + Varint.sizeOf(timestampDelta)
            + Varint.sizeOf(recordCount)
            + sizeOf(keyLength)
            + sizeOf(valueLength)
            + sizeOf(headers);
    buffer.ensureRoom(Varint.sizeOf(bodyBytes) + bodyBytes);
    byte[] array = buffer.array();
    int at = Varint.write(bodyBytes, array, buffer.length());
    array[at++] = 0; // attributes: none are defined
    at = Varint.write(timestampDelta, array, at);
    at = Varint.write(recordCount, array, at);
    at = write(key, keyFrom, keyLength, array, at);
    at = write(value, valueFrom, valueLength, array, at);
    at = write(headers, array, at);
    buffer.length(at);
    recordCount++;
    maxTimestampMillis = Math.max(maxTimestampMillis, timestampMillis);
  }

  public int recordCount() {
    return recordCount;
  }

  /** Bytes of the batch before compression, its header included. */
  public int sizeInBytes() {
    return buffer.length();
  }

  /**
   * Finishes the batch, with offsets from 0, no producer and no epoch, and begins the next. The
   * batch owns its bytes, which may be changed.
   *
   * @throws IllegalStateException without any record
   */
  public RecordBatch build() {
    if (recordCount == 0) {
      throw new IllegalStateException("a batch has at least one record");
    }
    ByteBuffer bytes = compression == Compression.NONE ? uncompressed() : compressed();
    RecordBatch batch =
        RecordBatch.encode(
            bytes, compression.id(), recordCount, baseTimestampMillis, maxTimestampMillis);
    reset();
    return batch;
  }

  /** Drops what was appended. */
  public void reset() {
    recordCount = 0;
    buffer.length(RecordBatch.HEADER_BYTES);
  }

  private ByteBuffer uncompressed() {
    int length = buffer.length();
    return ByteBuffer.wrap(buffer.handOver(initialBytes), 0, length).slice();
  }

  private ByteBuffer compressed() {
    GrowingBuffer target = new GrowingBuffer(INITIAL_COMPRESSED_BYTES, LIMIT_BYTES);
    target.length(RecordBatch.HEADER_BYTES);
    try (OutputStream out = Codec.compressing(compression, target)) {
      out.write(
          buffer.array(), RecordBatch.HEADER_BYTES, buffer.length() - RecordBatch.HEADER_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return ByteBuffer.wrap(target.array(), 0, target.length()).slice();
  }

  private static int sizeOf(int length) {
    return Varint.sizeOf(length) + Math.max(0, length);
  }

  private static int sizeOf(List<RecordHeader> headers) {
    int bytes = Varint.sizeOf(headers.size());
    for (RecordHeader header : headers) {
      bytes += sizeOf(header.key().getBytes(StandardCharsets.UTF_8).length);
      bytes += sizeOf(header.value().length());
    }
    return bytes;
  }

  private static int write(byte[] source, int from, int length, byte[] into, int at) {
    int next = Varint.write(length, into, at);
    if (length <= 0) {
      return next;
    }
    System.arraycopy(source, from, into, next, length);
    return next + length;
  }

  private static int write(List<RecordHeader> headers, byte[] into, int at) {
    int next = Varint.write(headers.size(), into, at);
    for (RecordHeader header : headers) {
      byte[] key = header.key().getBytes(StandardCharsets.UTF_8);
      next = write(key, 0, key.length, into, next);
      ByteSlice value = header.value();
      next = write(value.array(), value.from(), value.length(), into, next);
    }
    return next;
  }
}
