package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.PartitionLog.Append;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes at one write of a compaction after another, until all is done before it would:
 * whatever survives, the next start has each key's last value, and no offset is another record's.
 */
final class LosingPowerWhileCompactingTest {

  private static final int KEYS = 20;
  private static final int BATCHES = 40;
  private static final Compression[] COMPRESSIONS = Compression.values();

  @TempDir Path directory;

  private final Map<String, String> expected = new TreeMap<>();

  @Test
  void eachKeysLastValueSurvives() throws Exception {
    int step = Integer.getInteger("headrace.rounds", 3) > 3 ? 1 : 5;
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    int writes = (int) Math.floorMod(seed, (long) step);
    boolean isOver = false;
    while (!isOver) {
      Path folder = directory.resolve("w" + writes);
      isOver = losePowerAfter(writes, new SimulatedDisk(folder, new Random(seed + writes)), seed);
      writes += step;
    }
    assertThat(writes).as("all the writes of a compaction").isGreaterThan(50);
  }

  /** Returns whether the compaction ended before. */
  private boolean losePowerAfter(int writes, SimulatedDisk disk, long seed) throws IOException {
    write(disk);
    FilePartitions partitions = open(disk);
    PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
    // Several segments become one, so that some are deleted.
    CompactedLog.configure(partitions, 3000, CompactedLog.EAGER);
    disk.losePowerAfter(writes);
    partitions.compact();
    assertThat(log.endOffset()).isGreaterThan(BATCHES);
    boolean isOver = !disk.isPowerLost();

    SimulatedDisk restored = disk.restore();
    try (FilePartitions after = open(restored)) {
      check(after, writes, seed);
      after.compact();
      check(after, writes, seed);
    }
    return isOver;
  }

  private void check(FilePartitions partitions, int writes, long seed) {
    PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
    String when = "after " + writes + " writes with -Dheadrace.seed=" + seed;
    assertThat(log.offlineReason()).as(when).isEmpty();
    assertThat(CompactedLog.table(log)).as(when).isEqualTo(expected);
    assertThat(CompactedLog.read(log))
        .as(when)
        .isSortedAccordingTo(java.util.Comparator.comparingLong(CompactedLog.Seen::offset))
        .doesNotHaveDuplicates();
    assertThat(log.openTransactions()).as(when).isEmpty();
  }

  /** Several segments, transactions among them. */
  private void write(SimulatedDisk disk) throws IOException {
    try (FilePartitions partitions = open(disk)) {
      PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
      for (int i = 0; i < BATCHES; i++) {
        String key = "key-" + i % KEYS;
        String value = i + "x".repeat(250);
        RecordBatch batch =
            Batches.keyed(
                COMPRESSIONS[i % COMPRESSIONS.length], 1_000 + i, key + "=" + value, "gone-" + i);
        if (i % 4 == 0) {
          batch.stampTransactional(7, (short) i, 0);
          Batches.store(log, batch);
          Marker marker = i % 8 == 0 ? Marker.ABORT : Marker.COMMIT;
          Append.Stored stored = (Append.Stored) log.appendMarker(7, (short) i, marker, 0);
          log.durable(stored.endOffset()).toCompletableFuture().join();
        } else {
          Batches.store(log, batch);
        }
        if (i % 8 != 0) {
          expected.put(key, value);
        }
      }
    }
  }

  private static FilePartitions open(SimulatedDisk disk) throws IOException {
    FilePartitions partitions =
        FilePartitions.open(disk.root(), StorageSettings.defaults(), disk, InstantSource.system());
    partitions.create(CompactedLog.NAME, new UUID(1, 1));
    CompactedLog.configure(partitions, CompactedLog.EAGER);
    return partitions;
  }
}
