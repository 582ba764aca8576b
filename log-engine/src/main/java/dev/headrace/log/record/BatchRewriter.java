package dev.headrace.log.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Makes batches anew with fewer records, as compaction does, or in another compression: offsets,
 * producer, sequences and leader epoch stay what they were, and so do the bytes of each record that
 * is kept.
 *
 * <p>First {@link #open}; then {@link #keep} for each record of the cursor that stays; then {@link
 * #close}. One thread.
 */
public final class BatchRewriter {

  private static final int INITIAL_BYTES = 16 * 1024;
  private static final int INITIAL_RECORDS = 64;

  private final RecordCursor cursor = new RecordCursor();
  private final GrowingBuffer encoded =
      new GrowingBuffer(INITIAL_BYTES, RecordBatchBuilder.LIMIT_BYTES);
  private int[] from = new int[INITIAL_RECORDS];
  private int[] behindTimestamp = new int[INITIAL_RECORDS];
  private int[] end = new int[INITIAL_RECORDS];
  private long[] timestampMillis = new long[INITIAL_RECORDS];
  private int kept;

  /**
   * Goes to the front of a batch, whose bytes must stay as they are until it is closed.
   *
   * @throws CorruptBatchException when it cannot be decompressed
   */
  public RecordCursor open(RecordBatch batch) {
    cursor.open(batch);
    kept = 0;
    return cursor;
  }

  /**
   * The same batch in another compression.
   *
   * @return owns its bytes
   * @throws CorruptBatchException when it cannot be decompressed, or holds something else than its
   *     records
   */
  public RecordBatch recompress(RecordBatch original, Compression compression) {
    cursor.open(original);
    int begin = cursor.recordEnd();
    while (cursor.next()) {
      // They are there.
    }
    if (cursor.hasMore()) {
      throw new CorruptBatchException("there is something behind the last record of " + original);
    }
    int length = cursor.recordEnd() - begin;
    return RecordBatch.encodeAnew(
        original,
        compressed(compression, cursor.array(), begin, length),
        compression,
        original.recordCount(),
        OptionalLong.empty(),
        original.maxTimestamp());
  }

  /** The record at the cursor stays. */
  public void keep() {
    if (kept == from.length) {
      int more = 2 * kept;
      from = Arrays.copyOf(from, more);
      behindTimestamp = Arrays.copyOf(behindTimestamp, more);
      end = Arrays.copyOf(end, more);
      timestampMillis = Arrays.copyOf(timestampMillis, more);
    }
    from[kept] = cursor.recordFrom();
    behindTimestamp[kept] = cursor.behindTimestamp();
    end[kept] = cursor.recordEnd();
    timestampMillis[kept] = cursor.timestampMillis();
    kept++;
  }

  /** How many records stay. */
  public int kept() {
    return kept;
  }

  /**
   * The batch that was opened, with what stays. Without any record it is a header that carries the
   * offsets and the producer's sequences on.
   *
   * @param newDeleteHorizonMillis until when readers are to find its tombstones, or the marker that
   *     it is; empty to leave that as it is
   * @return owns its bytes
   */
  public RecordBatch close(RecordBatch original, OptionalLong newDeleteHorizonMillis) {
    encoded.length(RecordBatch.HEADER_BYTES);
    long latestMillis = -1;
    for (int i = 0; i < kept; i++) {
      latestMillis = Math.max(latestMillis, timestampMillis[i]);
      if (newDeleteHorizonMillis.isPresent()) {
        encode(i, timestampMillis[i] - newDeleteHorizonMillis.getAsLong());
      } else {
        encoded.write(cursor.array(), from[i], end[i] - from[i]);
      }
    }
    boolean isCompressed = kept > 0 && original.compression() != Compression.NONE;
    return RecordBatch.encodeAnew(
        original,
        isCompressed
            ? compressed(
                original.compression(),
                encoded.array(),
                RecordBatch.HEADER_BYTES,
                encoded.length() - RecordBatch.HEADER_BYTES)
            : uncompressed(),
        original.compression(),
        kept,
        newDeleteHorizonMillis,
        kept == 0 || original.isLogAppendTime() ? original.maxTimestamp() : latestMillis);
  }

  /** All of a record stays but its time stamp, which is relative to another now. */
  private void encode(int index, long timestampDelta) {
    int restBytes = end[index] - behindTimestamp[index];
    int bodyBytes = 1 + Varint.sizeOf(timestampDelta) + restBytes;
    encoded.ensureRoom(Varint.sizeOf(bodyBytes) + bodyBytes);
    byte[] array = encoded.array();
    int at = Varint.write(bodyBytes, array, encoded.length());
    array[at++] = 0; // attributes: none are defined
    at = Varint.write(timestampDelta, array, at);
    System.arraycopy(cursor.array(), behindTimestamp[index], array, at, restBytes);
    encoded.length(at + restBytes);
  }

  private ByteBuffer uncompressed() {
    return ByteBuffer.wrap(Arrays.copyOf(encoded.array(), encoded.length()));
  }

  private static ByteBuffer compressed(
      Compression compression, byte[] array, int from, int length) {
    GrowingBuffer target = new GrowingBuffer(INITIAL_BYTES, RecordBatchBuilder.LIMIT_BYTES);
    target.length(RecordBatch.HEADER_BYTES);
    try (OutputStream out = Codec.compressing(compression, target)) {
      out.write(array, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return ByteBuffer.wrap(target.array(), 0, target.length()).slice();
  }
}
