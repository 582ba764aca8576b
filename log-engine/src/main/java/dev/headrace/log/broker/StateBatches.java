package dev.headrace.log.broker;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.ControlRecords;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.StateRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of replayed states as batches, in a log and in a snapshot alike. */
final class StateBatches {

  private static final int INITIAL_BYTES = 512;
  private static final int SNAPSHOT_BATCH_BYTES = 64 * 1024;

  private StateBatches() {}

  /** Records as one batch. */
  static RecordBatch encode(List<StateRecord> records, long timestampMillis) {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, INITIAL_BYTES);
    for (StateRecord record : records) {
      builder.append(
          timestampMillis,
          ByteSlice.of(record.key()),
          record.value().map(ByteSlice::of).orElse(ByteSlice.NULL),
          List.of());
    }
    return builder.build();
  }

  /** Any number of records as batches, one behind another. */
  static ByteBuffer encodeAll(List<StateRecord> records, long timestampMillis) {
    List<RecordBatch> batches = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    int total = 0;
    for (int i = 0; i < records.size(); i++) {
      bytes += records.get(i).key().length + records.get(i).value().map(it -> it.length).orElse(0);
      if (bytes >= SNAPSHOT_BATCH_BYTES || i == records.size() - 1) {
        RecordBatch batch = encode(records.subList(from, i + 1), timestampMillis);
        batches.add(batch);
        total = Math.addExact(total, batch.sizeInBytes());
        from = i + 1;
        bytes = 0;
      }
    }
    ByteBuffer content = ByteBuffer.allocate(total);
    batches.forEach(batch -> content.put(batch.bytes()));
    return content.flip();
  }

  /** Feeds what {@link #encodeAll} made to a state. */
  static void replayAll(ByteBuffer content, ReplayedState state) throws IOException {
    ByteBuffer rest = content.duplicate();
    RecordCursor cursor = new RecordCursor();
    while (rest.hasRemaining()) {
      RecordBatch batch = RecordBatch.at(rest);
      cursor.open(batch);
      while (cursor.next()) {
        state.replay(recordAt(cursor), ReplayedState.BEFORE_ALL);
      }
      rest.position(rest.position() + batch.sizeInBytes());
    }
  }

  /** Feeds the records of a batch, or the outcome that it states, to a state. */
  static void replay(RecordBatch batch, RecordCursor cursor, ReplayedState state)
      throws IOException {
    if (batch.isControl()) {
      state.replayEnd(batch.producerId(), ControlRecords.markerOf(batch));
      return;
    }
    cursor.open(batch);
    while (cursor.next()) {
      if (batch.isTransactional()) {
        state.replayPending(batch.producerId(), recordAt(cursor), cursor.offset());
      } else {
        state.replay(recordAt(cursor), cursor.offset());
      }
    }
  }

  private static StateRecord recordAt(RecordCursor cursor) {
    ByteSlice value = cursor.value();
    return new StateRecord(
        cursor.key().toArray(), value.isNull() ? Optional.empty() : Optional.of(value.toArray()));
  }
}
