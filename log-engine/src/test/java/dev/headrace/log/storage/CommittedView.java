package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.storage.PartitionLog.AbortedTransaction;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a reader of committed records makes of a partition: without markers and aborted records. */
final class CommittedView {

  private CommittedView() {}

  /** Value by offset. */
  static Map<Long, String> of(PartitionLog log) throws IOException {
    Map<Long, String> values = new TreeMap<>();
    List<AbortedTransaction> aborted = new ArrayList<>();
    Set<Long> dropping = new HashSet<>();
    long next = log.startOffset();
    while (true) {
      Read.Found found = (Read.Found) log.read(next, 1 << 20, Isolation.READ_COMMITTED);
      try (FileSlice slice = found.slice()) {
        if (slice.length() == 0) {
          return values;
        }
        aborted.addAll(found.aborted());
        ByteBuffer bytes = ByteBuffer.allocate(slice.length());
        slice.read(0, bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
          RecordBatch batch = RecordBatch.at(bytes);
          take(batch, aborted, dropping, values);
          next = batch.nextOffset();
          bytes.position(bytes.position() + batch.sizeInBytes());
        }
      }
    }
  }

  private static void take(
      RecordBatch batch,
      List<AbortedTransaction> aborted,
      Set<Long> dropping,
      Map<Long, String> values) {
    if (batch.isControl()) {
      dropping.remove(batch.producerId());
      return;
    }
    if (aborted.removeIf(
        it -> it.producerId() == batch.producerId() && it.firstOffset() == batch.baseOffset())) {
      dropping.add(batch.producerId());
    }
    if (batch.isTransactional() && dropping.contains(batch.producerId())) {
      return;
    }
    RecordCursor cursor = new RecordCursor();
    cursor.open(batch);
    while (cursor.next()) {
      values.put(cursor.offset(), new String(cursor.value().toArray(), StandardCharsets.UTF_8));
    }
  }
}
