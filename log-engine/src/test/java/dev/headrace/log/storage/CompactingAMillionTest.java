package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A partition is compacted while it is written to and read: by default 100,000 records, a million
 * in the soak. Keys are more than fit into memory at a time.
 */
final class CompactingAMillionTest {

  private static final int RECORDS =
      Integer.getInteger("headrace.rounds", 3) > 3 ? 1_000_000 : 100_000;
  private static final int KEYS = RECORDS / 10;
  private static final int BATCH = 100;

  /** For so many keys, of all, there is room in a pass. */
  private static final int MAP_BYTES = KEYS / 3 * 24;

  @TempDir Path directory;

  private final Map<Integer, String> expected = new HashMap<>();

  @Test
  void exactlyTheLastValueOfEachKeyIsLeft() throws Exception {
    StorageSettings settings =
        StorageSettings.defaults()
            .withFlush(FlushMode.OS)
            .withCleaning(new CleaningSettings(Long.MAX_VALUE >> 20, 20, MAP_BYTES, 1L << 40));
    try (FilePartitions partitions =
        FilePartitions.open(directory, settings, new FileDisk(), InstantSource.system())) {
      PartitionLog log = partitions.create(CompactedLog.NAME, new UUID(1, 1));
      CompactedLog.configure(partitions, 512 * 1024, CompactedLog.EAGER);
      AtomicBoolean isWritten = new AtomicBoolean();
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(() -> readUntil(log, isWritten));

      write(log);
      isWritten.set(true);
      assertThat(reader.get()).as("whole reads").isPositive();

      roll(log);
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> CompactedLog.read(log).size() <= KEYS + BATCH);
      assertThat(valuesOf(log)).isEqualTo(expected);
    }
  }

  private void write(PartitionLog log) {
    Random random = new Random(1);
    int number = 0;
    Compression[] compressions = Compression.values();
    while (number < RECORDS) {
      RecordBatchBuilder builder =
          new RecordBatchBuilder(compressions[number / BATCH % compressions.length], 8192);
      for (int i = 0; i < BATCH; i++) {
        int key = random.nextInt(KEYS);
        boolean isGone = random.nextInt(10) == 0;
        String value = number + ":" + "x".repeat(random.nextInt(40));
        builder.append(
            number,
            ByteSlice.of(Integer.toString(key).getBytes(StandardCharsets.UTF_8)),
            isGone ? ByteSlice.NULL : ByteSlice.of(value.getBytes(StandardCharsets.UTF_8)),
            List.of());
        expected.remove(key);
        if (!isGone) {
          expected.put(key, value);
        }
        number++;
      }
      append(log, builder.build());
    }
  }

  private static void append(PartitionLog log, RecordBatch batch) {
    assertThat(log.append(batch.bytes(), Origin.CLIENT)).isInstanceOf(Append.Stored.class);
  }

  /** What was written last can be compacted when something comes behind it. */
  private void roll(PartitionLog log) {
    for (int i = 0; i < 10; i++) {
      String value = "last" + i + "x".repeat(200_000);
      expected.put(-1, value);
      append(log, Batches.keyed(Compression.NONE, 1, "-1=" + value));
    }
  }

  /** A reader never meets an error, and offsets only rise. Returns how often it came to the end. */
  private static int readUntil(PartitionLog log, AtomicBoolean isWritten) {
    int reads = 0;
    while (!isWritten.get() || reads == 0) {
      long last = -1;
      for (CompactedLog.Seen each : CompactedLog.read(log)) {
        if (each.offset() <= last) {
          throw new AssertionError(each + " after " + last);
        }
        last = each.offset();
      }
      reads++;
    }
    return reads;
  }

  private static Map<Integer, String> valuesOf(PartitionLog log) {
    Map<Integer, String> values = new HashMap<>();
    for (CompactedLog.Seen each : CompactedLog.read(log)) {
      int key = Integer.parseInt(each.key());
      values.remove(key);
      Optional<String> value = each.value();
      value.ifPresent(it -> values.put(key, it));
    }
    return values;
  }
}
