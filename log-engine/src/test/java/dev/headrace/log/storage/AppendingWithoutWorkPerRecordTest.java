package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients send is validated and stored as it comes: memory is taken for batches only. */
final class AppendingWithoutWorkPerRecordTest {

  private static final int WARMUP = 200;
  private static final int APPENDS = 100;
  private static final int MANY_RECORDS = 5_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  @Test
  void aBatchOfManyRecordsTakesNoMoreMemoryThanOneOfOne() throws Exception {
    try (FilePartitions partitions =
        FilePartitions.open(
            directory,
            StorageSettings.defaults().withFlush(FlushMode.OS),
            new FileDisk(),
            InstantSource.system())) {
      PartitionLog log = partitions.create(new TopicPartition("orders", 0), new UUID(1, 1));
      RecordBatch one = Batches.of("value");
      RecordBatch many =
          Batches.of(Collections.nCopies(MANY_RECORDS, "value").toArray(String[]::new));
      allocated(log, one, WARMUP);
      allocated(log, many, WARMUP);

      long ofOne = allocated(log, one, APPENDS);
      long ofMany = allocated(log, many, APPENDS);

      assertThat(ofMany - ofOne)
          .as("bytes for %d records, of them %d for as many batches", MANY_RECORDS * APPENDS, ofOne)
          .isLessThan((long) MANY_RECORDS * APPENDS / 10);
    }
  }

  /** Bytes that the appends take of the heap. */
  private static long allocated(PartitionLog log, RecordBatch batch, int appends) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < appends; i++) {
      if (!(log.append(batch.bytes(), Origin.CLIENT) instanceof Append.Stored)) {
        throw new AssertionError("not stored");
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
