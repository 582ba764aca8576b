package dev.headrace.log.storage;

import dev.headrace.log.record.BatchRewriter;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Batches of clients in the compression that their topic wants. */
sealed interface Recompression {

  /**
   * They are.
   *
   * @param bytes of all batches, one behind another
   * @param batches sharing the bytes
   */
  record Done(ByteBuffer bytes, List<RecordBatch> batches) implements Recompression {}

  /** They cannot be. */
  record Refused(Refusal why, String message) implements Recompression {}

  /** Whether any has another. */
  static boolean isNeeded(List<RecordBatch> batches, PartitionSettings settings) {
    if (settings.compression().isEmpty()) {
      return false;
    }
    Compression wanted = settings.compression().get();
    for (RecordBatch batch : batches) {
      if (batch.compression() != wanted) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes them anew.
   *
   * @param batches sound in themselves
   */
  static Recompression of(List<RecordBatch> batches, PartitionSettings settings) {
    Compression wanted = settings.compression().orElseThrow();
    BatchRewriter rewriter = new BatchRewriter();
    List<RecordBatch> made = new ArrayList<>(batches.size());
    int bytes = 0;
    for (RecordBatch batch : batches) {
      RecordBatch another;
      try {
        another = batch.compression() == wanted ? batch : rewriter.recompress(batch, wanted);
      } catch (CorruptBatchException e) {
        return new Refused(Refusal.INVALID_RECORD, e.getMessage());
      }
      if (another.sizeInBytes() > settings.maxBatchBytes()) {
        return new Refused(
            Refusal.TOO_LARGE,
            "a batch has %d bytes in the topic's compression %s, more than %d"
                .formatted(another.sizeInBytes(), wanted, settings.maxBatchBytes()));
      }
      made.add(another);
      bytes += another.sizeInBytes();
    }
    return together(made, bytes);
  }

  private static Recompression together(List<RecordBatch> batches, int bytes) {
    ByteBuffer all = ByteBuffer.allocate(bytes);
    List<RecordBatch> sharing = new ArrayList<>(batches.size());
    for (RecordBatch batch : batches) {
      int at = all.position();
      all.put(batch.bytes());
      sharing.add(RecordBatch.at(all.slice(at, batch.sizeInBytes())));
    }
    return new Done(all.flip(), sharing);
  }
}
