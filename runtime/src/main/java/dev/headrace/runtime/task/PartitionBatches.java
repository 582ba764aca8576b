package dev.headrace.runtime.task;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.Letter;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The open batch of one topic partition, and the full ones before it. The buffer of a partition
 * that gets much is as large as a batch from the start; that of one that gets little stays small,
 * so that a thousand partitions fit as well. The task's thread only.
 */
final class PartitionBatches {

  /** Kafka's default for the largest batch of a topic is a little more than 1 MiB. */
  static final int MAX_BATCH_BYTES = 1024 * 1024;

  /** Above what a record has beside key, value and headers. */
  private static final int RECORD_OVERHEAD_BYTES = 64;

  private static final int SMALL_BUFFER_BYTES = 4 * 1024;

  private final TopicPartition partition;
  private final List<RecordBatch> full = new ArrayList<>();
  private RecordBatchBuilder open = new RecordBatchBuilder(Compression.NONE, SMALL_BUFFER_BYTES);
  private boolean large;

  PartitionBatches(TopicPartition partition) {
    this.partition = partition;
  }

  /** Whether a record with so many bytes fits; one always fits into an empty batch. */
  boolean hasRoomFor(int bytes) {
    return open.sizeInBytes() + bytes <= MAX_BATCH_BYTES - RECORD_OVERHEAD_BYTES
        || open.recordCount() == 0;
  }

  void append(long timestampMillis, byte[] value, int from, int length) {
    open.append(timestampMillis, value, from, length);
  }

  void append(long timestampMillis, ByteSlice key, ByteSlice value, List<RecordHeader> headers) {
    open.append(timestampMillis, key, value, headers);
  }

  /** Ends the open batch. */
  void roll() {
    if (open.recordCount() == 0) {
      return;
    }
    boolean large = open.sizeInBytes() > MAX_BATCH_BYTES / 2;
    full.add(open.build());
    if (large != this.large) {
      this.large = large;
      open = new RecordBatchBuilder(Compression.NONE, large ? MAX_BATCH_BYTES : SMALL_BUFFER_BYTES);
    }
  }

  /**
   * Hands the ended batches over.
   *
   * @return the records that are larger than the log takes
   */
  List<TooLarge> appendFull(Writer writer) {
    List<TooLarge> tooLarge = new ArrayList<>();
    for (RecordBatch batch : full) {
      append(writer, batch, tooLarge);
    }
    full.clear();
    return tooLarge;
  }

  /** A record that is larger than the log takes. */
  record TooLarge(TopicPartition partition, Letter record, String why) {}

  /** A topic may take smaller batches than usual: then each record goes alone. */
  private void append(Writer writer, RecordBatch batch, List<TooLarge> tooLarge) {
    try {
      writer.append(partition, batch);
    } catch (LogException.TooLarge e) {
      RecordCursor cursor = new RecordCursor();
      cursor.open(batch);
      while (cursor.next()) {
        if (batch.recordCount() == 1) {
          tooLarge.add(new TooLarge(partition, letter(cursor), e.getMessage()));
        } else {
          append(writer, alone(cursor), tooLarge);
        }
      }
    }
  }

  private static RecordBatch alone(RecordCursor cursor) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, SMALL_BUFFER_BYTES);
    builder.append(cursor.timestampMillis(), cursor.key(), cursor.value(), headers(cursor));
    return builder.build();
  }

  private static Letter letter(RecordCursor cursor) {
    return new Letter(cursor.timestampMillis(), cursor.key(), cursor.value(), headers(cursor));
  }

  private static List<RecordHeader> headers(RecordCursor cursor) {
    return IntStream.range(0, cursor.headerCount()).mapToObj(cursor::header).toList();
  }
}
