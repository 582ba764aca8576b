package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A partition is compacted while it is written to and read, by a process that is killed again and
 * again: by default 100,000 records, a million in the soak. Keys are more than fit into memory at a
 * time. Each record has its offset as its number, and the number tells its key and value.
 */
final class CompactingAMillionTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int RECORDS = ROUNDS > 3 ? 1_000_000 : 100_000;
  private static final int KILLS = Math.min(ROUNDS, 20);
  private static final int KEYS = RECORDS / 10;
  private static final int BATCH = 100;
  private static final int SEGMENT_BYTES = RECORDS / 2;

  /** How the child says up to where it has written, among what it logs. */
  private static final String STORED = "stored ";

  /** For so many keys, of all, there is room in a pass. */
  private static final int MAP_BYTES = KEYS / 3 * 24;

  /** Behind all keys: it closes the segments of the others. */
  private static final int LAST_KEY = KEYS;

  @TempDir Path directory;

  private final Map<Integer, String> expected = new HashMap<>();
  private int applied;

  @Test
  void exactlyTheLastValueOfEachKeyIsLeft() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    int compactedBefore = 0;
    Random random = new Random(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      int killAt = RECORDS / KILLS * kill - random.nextInt(RECORDS / KILLS / 2) - BATCH;
      String when = "kill %d at %d, seed %d".formatted(kill, killAt, seed);
      int acknowledged = writeUntil(killAt, when);
      try (FilePartitions partitions = open(directory, RECORDS)) {
        PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
        assertThat(log.endOffset()).as(when).isGreaterThanOrEqualTo(acknowledged);
        assertThat(valuesOf(log)).as(when).isEqualTo(valuesUpTo((int) log.endOffset()));
        compactedBefore += CompactedLog.read(log).size() < applied ? 1 : 0;
      }
    }
    assertThat(compactedBefore).as("kills after compaction has begun, seed %d", seed).isPositive();
    writeUntil(RECORDS, "the last, seed " + seed);
    compactTheRest();
  }

  private void compactTheRest() throws IOException {
    try (FilePartitions partitions = open(directory, 20)) {
      PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
      roll(log);
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> CompactedLog.read(log).size() <= KEYS + BATCH);
      Map<Integer, String> values = valuesOf(log);
      assertThat(values.remove(LAST_KEY)).isNotNull();
      assertThat(values).isEqualTo(valuesUpTo(RECORDS));
    }
  }

  /** What was written last can be compacted when something comes behind it. */
  private static void roll(PartitionLog log) {
    for (int i = 0; i < 10; i++) {
      String record = LAST_KEY + "=last" + i + "x".repeat(200_000);
      append(log, Batches.keyed(Compression.NONE, 1, record));
    }
  }

  /**
   * Has a process write, which is killed unless it is to write all.
   *
   * @return behind the last record that it had acknowledged
   */
  private int writeUntil(int number, String when) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dheadrace.rounds=" + ROUNDS,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int behind = 0;
    try (BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(STORED)) {
          continue;
        }
        behind = Integer.parseInt(line.substring(STORED.length()));
        if (number == RECORDS && behind == RECORDS) {
          child.getOutputStream().close();
        } else if (behind > number) {
          // By its handle, so that what it had said before is still read.
          child.toHandle().destroyForcibly();
        }
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(when).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue()).as(when).isEqualTo(number == RECORDS ? 0 : 128 + 9);
    return behind;
  }

  private Map<Integer, String> valuesUpTo(int number) {
    for (; applied < number; applied++) {
      Numbered record = Numbered.of(applied);
      if (record.isTombstone()) {
        expected.remove(record.key());
      } else {
        expected.put(record.key(), record.value());
      }
    }
    return expected;
  }

  private static Map<Integer, String> valuesOf(PartitionLog log) {
    Map<Integer, String> values = new HashMap<>();
    for (CompactedLog.Seen each : CompactedLog.read(log)) {
      int key = Integer.parseInt(each.key());
      values.remove(key);
      each.value().ifPresent(it -> values.put(key, it));
    }
    return values;
  }

  private static void append(PartitionLog log, RecordBatch batch) {
    assertThat(log.append(batch.bytes(), Origin.CLIENT)).isInstanceOf(Append.Stored.class);
  }

  private static FilePartitions open(Path directory, long compactionCheckMillis)
      throws IOException {
    FilePartitions partitions =
        FilePartitions.open(
            directory,
            StorageSettings.defaults()
                .withFlush(FlushMode.OS)
                .withCleaning(
                    new CleaningSettings(
                        Long.MAX_VALUE >> 20, compactionCheckMillis, MAP_BYTES, 1L << 40)),
            new FileDisk(),
            InstantSource.system());
    partitions.create(CompactedLog.NAME, new UUID(1, 1));
    CompactedLog.configure(partitions, SEGMENT_BYTES, CompactedLog.EAGER);
    return partitions;
  }

  /** What the record of a number is. */
  private record Numbered(int key, boolean isTombstone, String value) {

    static Numbered of(int number) {
      SplittableRandom random = new SplittableRandom(number);
      return new Numbered(
          random.nextInt(KEYS),
          random.nextInt(10) == 0,
          number + ":" + "x".repeat(random.nextInt(40)));
    }
  }

  /** Goes on where the one before has come to, and says what it has written. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (FilePartitions partitions = open(Path.of(arguments[0]), 20)) {
        PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
        AtomicBoolean isWritten = new AtomicBoolean();
        Thread reader = new Thread(() -> readUntil(isWritten, log), "reader");
        reader.start();
        for (int i = (int) log.endOffset(); i < RECORDS; i += BATCH) {
          append(log, batch(i));
          System.out.println(STORED + (i + BATCH));
        }
        // One that is to be killed does not end by itself.
        System.in.read();
        isWritten.set(true);
        reader.join();
      }
    }

    private static RecordBatch batch(int first) {
      Compression[] compressions = Compression.values();
      RecordBatchBuilder builder =
          new RecordBatchBuilder(compressions[first / BATCH % compressions.length], 8192);
      for (int number = first; number < first + BATCH; number++) {
        Numbered record = Numbered.of(number);
        builder.append(
            number,
            bytes(Integer.toString(record.key())),
            record.isTombstone() ? ByteSlice.NULL : bytes(record.value()),
            List.of());
      }
      return builder.build();
    }

    private static ByteSlice bytes(String text) {
      return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A reader never meets an error, and offsets only rise. */
    private static void readUntil(AtomicBoolean isWritten, PartitionLog log) {
      try {
        while (!isWritten.get()) {
          long last = -1;
          for (CompactedLog.Seen each : CompactedLog.read(log)) {
            if (each.offset() <= last) {
              throw new AssertionError(each + " after " + last);
            }
            last = each.offset();
          }
        }
      } catch (Throwable e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
