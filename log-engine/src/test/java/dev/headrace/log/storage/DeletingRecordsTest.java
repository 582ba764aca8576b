package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records below an offset are deleted when somebody asks for it, and never come back. */
final class DeletingRecordsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final StorageSettings SETTINGS =
      StorageSettings.defaults()
          .withTopics(new PartitionSettings(1024, Long.MAX_VALUE, 1 << 20))
          .withCleaning(CleaningSettings.defaults().withRetentionCheckMillis(Long.MAX_VALUE >> 20));
  private static final int RECORDS = 20;

  @TempDir Path directory;

  private static FilePartitions open(Path folder, Disk disk) throws IOException {
    return FilePartitions.open(folder, SETTINGS, disk, InstantSource.system());
  }

  private static PartitionLog filled(Partitions partitions) throws IOException {
    PartitionLog log = partitions.create(ORDERS, new UUID(1, 1));
    for (long i = log.endOffset(); i < RECORDS; i++) {
      Batches.store(log, Batches.of("r".repeat(300)));
    }
    return log;
  }

  private static RecordDeletion delete(Partitions partitions, long before) {
    return partitions.deleteRecords(ORDERS, before).toCompletableFuture().join();
  }

  @Test
  void readersFindNothingBelowTheOffsetAtOnceAndAfterARestart() throws IOException {
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      PartitionLog log = filled(partitions);
      assertThat(delete(partitions, 7)).isEqualTo(new RecordDeletion.Deleted(7));
      assertThat(log.startOffset()).isEqualTo(7);
      assertThat(log.read(6, 100, Isolation.READ_COMMITTED))
          .isEqualTo(new Read.OutOfRange(7, RECORDS));
      assertThat(log.offsetForTimestamp(0, Isolation.READ_COMMITTED).orElseThrow().offset())
          .isEqualTo(7);
      assertThat(delete(partitions, 3)).isEqualTo(new RecordDeletion.Deleted(7));
    }
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(log.startOffset()).isEqualTo(7);
      assertThat(Batches.read(log, 7, Isolation.READ_COMMITTED)).hasSize(RECORDS - 7);
    }
  }

  @Test
  void allCanBeDeletedAndOffsetsGoOn() throws IOException {
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      PartitionLog log = filled(partitions);
      assertThat(delete(partitions, RECORDS)).isEqualTo(new RecordDeletion.Deleted(RECORDS));
      assertThat(Batches.store(log, Batches.of("next")))
          .isEqualTo(new Append.Stored(RECORDS, RECORDS + 1));
    }
    Files.delete(directory.resolve(".clean-stop"));
    Files.delete(directory.resolve("recovery-point-offset-checkpoint"));
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      assertThat(
              Batches.read(
                  partitions.find(ORDERS).orElseThrow(), RECORDS, Isolation.READ_COMMITTED))
          .containsExactly(RECORDS + ":next");
    }
  }

  @Test
  void whatIsNotThereCannotBeDeleted() throws IOException {
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      filled(partitions);
      assertThat(delete(partitions, RECORDS + 1)).isEqualTo(new RecordDeletion.OutOfRange());
      assertThat(delete(partitions, -1)).isEqualTo(new RecordDeletion.OutOfRange());
      partitions.configure(
          ORDERS,
          new PartitionSettings(
              1024,
              1,
              1024,
              new Cleanup(false, true, Retention.DEFAULTS, Compaction.DEFAULTS, false)));
      assertThat(delete(partitions, 1)).isEqualTo(new RecordDeletion.CompactedOnly());
      partitions.delete(ORDERS);
      assertThat(delete(partitions, 1)).isInstanceOf(RecordDeletion.Unavailable.class);
    }
  }

  @Test
  void aTopicMadeAnewBeginsAtItsBeginning() throws IOException {
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      filled(partitions);
      delete(partitions, 7);
      partitions.delete(ORDERS);
      Batches.store(partitions.create(ORDERS, new UUID(2, 2)), Batches.of("anew"));
    }
    try (FilePartitions partitions = open(directory, new FileDisk())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(log.startOffset()).isZero();
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED)).containsExactly("0:anew");
    }
  }

  @Test
  void readersMeetNoErrorWhileSegmentsGo() throws Exception {
    try (FilePartitions partitions = open(directory, new CountingDisk())) {
      PartitionLog log = filled(partitions);
      AtomicBoolean isOver = new AtomicBoolean();
      CompletableFuture<List<Read>> reader =
          CompletableFuture.supplyAsync(() -> readUntil(log, isOver));
      for (int i = 1; i < 300; i++) {
        Batches.store(log, Batches.of("r".repeat(300)));
        delete(partitions, i);
      }
      isOver.set(true);
      assertThat(reader.join()).isEmpty();
    }
  }

  /** Returns what it should not have met. */
  private static List<Read> readUntil(PartitionLog log, AtomicBoolean isOver) {
    List<Read> bad = new ArrayList<>();
    while (!isOver.get()) {
      long from = log.startOffset();
      switch (log.read(from, 2000, Isolation.READ_COMMITTED)) {
        case Read.Found found -> found.slice().close();
        case Read.OutOfRange outOfRange when outOfRange.startOffset() > from -> {}
        case Read other -> bad.add(other);
      }
      log.offsetForTimestamp(1, Isolation.READ_COMMITTED);
    }
    return bad;
  }

  /** The power goes at one write after another, until all is done before it would. */
  @Test
  void whatIsDeletedStaysDeletedAndTheRestStaysWhereverThePowerGoes() throws Exception {
    int step = Integer.getInteger("headrace.rounds", 3) > 3 ? 1 : 4;
    for (int writes = new Random().nextInt(step); ; writes += step) {
      SimulatedDisk disk = new SimulatedDisk(directory.resolve("w" + writes), new Random(writes));
      try (FilePartitions partitions = open(disk.root(), disk)) {
        filled(partitions);
      }
      FilePartitions partitions = open(disk.root(), disk);
      disk.losePowerAfter(writes);
      long deleted = deleteUntilThePowerGoes(partitions);
      boolean isOver = !disk.isPowerLost();
      SimulatedDisk restored = disk.restore();
      try (FilePartitions after = open(restored.root(), restored)) {
        PartitionLog log = after.find(ORDERS).orElseThrow();
        assertThat(log.offlineReason()).isEmpty();
        assertThat(log.startOffset()).as("after %s writes", writes).isGreaterThanOrEqualTo(deleted);
        assertThat(log.endOffset()).isEqualTo(RECORDS);
        assertThat(Batches.read(log, log.startOffset(), Isolation.READ_COMMITTED))
            .hasSize((int) (RECORDS - log.startOffset()));
        filled(after);
      }
      if (isOver) {
        assertThat(writes).isGreaterThan(10);
        return;
      }
    }
  }

  /** Returns below which offset all is deleted for ever. */
  private static long deleteUntilThePowerGoes(FilePartitions partitions) {
    long deleted = 0;
    for (long before : List.of(2L, 7L, 15L, (long) RECORDS)) {
      try {
        if (delete(partitions, before) instanceof RecordDeletion.Deleted(long start)) {
          deleted = start;
        }
        partitions.retain();
      } catch (CompletionException _) {
        // The power is off.
      }
    }
    return deleted;
  }
}
