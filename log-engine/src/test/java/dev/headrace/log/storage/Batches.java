package dev.headrace.log.storage;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches for tests, and what tests read back. */
final class Batches {

  private Batches() {}

  static RecordBatch of(String... values) {
    return at(1000, values);
  }

  /** The records have consecutive time stamps. */
  static RecordBatch at(long timestampMillis, String... values) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 256);
    for (int i = 0; i < values.length; i++) {
      byte[] value = values[i].getBytes(StandardCharsets.UTF_8);
      builder.append(timestampMillis + i, value, 0, value.length);
    }
    return builder.build();
  }

  /** Records such as {@code key=value}, or {@code key} for a tombstone. */
  static RecordBatch keyed(Compression compression, long timestampMillis, String... records) {
    RecordBatchBuilder builder = new RecordBatchBuilder(compression, 256);
    for (int i = 0; i < records.length; i++) {
      String[] words = records[i].split("=", 2);
      builder.append(
          timestampMillis + i,
          ByteSlice.of(words[0].getBytes(StandardCharsets.UTF_8)),
          words.length == 1
              ? ByteSlice.NULL
              : ByteSlice.of(words[1].getBytes(StandardCharsets.UTF_8)),
          List.of());
    }
    return builder.build();
  }

  static RecordBatch idempotent(long producerId, int epoch, int sequence, String... values) {
    RecordBatch batch = of(values);
    batch.stampProducer(producerId, (short) epoch, sequence);
    return batch;
  }

  static RecordBatch transactional(long producerId, int epoch, int sequence, String... values) {
    RecordBatch batch = of(values);
    batch.stampTransactional(producerId, (short) epoch, sequence);
    return batch;
  }

  static Append append(PartitionLog log, RecordBatch... batches) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    for (RecordBatch batch : batches) {
      bytes.put(batch.bytes());
    }
    return log.append(bytes.flip(), Origin.CLIENT);
  }

  /** Appends and waits until it is durable. */
  static Append.Stored store(PartitionLog log, RecordBatch... batches) {
    Append.Stored stored = (Append.Stored) append(log, batches);
    log.durable(stored.endOffset()).toCompletableFuture().join();
    return stored;
  }

  /** All records from an offset on, as {@code offset:value}, in as many reads as it takes. */
  static List<String> read(PartitionLog log, long fromOffset, Isolation isolation) {
    List<String> found = new ArrayList<>();
    long next = fromOffset;
    while (true) {
      long before = next;
      for (RecordBatch batch : readBatches(log, next, 4096, isolation)) {
        next = batch.nextOffset();
        RecordCursor cursor = new RecordCursor();
        cursor.open(batch);
        while (cursor.next()) {
          if (cursor.offset() >= fromOffset) {
            found.add(
                cursor.offset()
                    + ":"
                    + (batch.isControl()
                        ? "marker"
                        : new String(cursor.value().toArray(), StandardCharsets.UTF_8)));
          }
        }
      }
      if (next == before) {
        return found;
      }
    }
  }

  /** The whole batches that one read gives. */
  static List<RecordBatch> readBatches(
      PartitionLog log, long fromOffset, int maxBytes, Isolation isolation) {
    Read.Found found = (Read.Found) log.read(fromOffset, maxBytes, isolation);
    try (FileSlice slice = found.slice()) {
      ByteBuffer bytes = ByteBuffer.allocate(slice.length());
      slice.read(0, bytes);
      bytes.flip();
      List<RecordBatch> batches = new ArrayList<>();
      while (bytes.remaining() >= RecordBatch.LENGTH_OVERHEAD
          && bytes.remaining()
              >= RecordBatch.LENGTH_OVERHEAD + bytes.getInt(bytes.position() + 8)) {
        RecordBatch batch = RecordBatch.at(bytes);
        batches.add(batch);
        bytes.position(bytes.position() + batch.sizeInBytes());
      }
      return batches;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
