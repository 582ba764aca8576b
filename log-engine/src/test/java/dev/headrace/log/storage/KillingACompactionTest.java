package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes and compacts all the time is killed (-9), again and again. */
final class KillingACompactionTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final int KEYS = 40;

  @TempDir Path directory;

  @Test
  void noAcknowledgedValueIsLostAndNoFormerOneComesBack() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, Integer> acknowledged = new HashMap<>();
    int next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      next = writeUntilKilled(next, 200 + random.nextInt(600), acknowledged);
      check(acknowledged, next, "round " + round + ", seed " + seed);
    }
  }

  /** Returns the number behind those that may have been written. */
  private int writeUntilKilled(int first, int records, Map<String, Integer> acknowledged)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                Integer.toString(first))
            .redirectError(directory.resolve("child.err").toFile())
            .start();
    int last = first - 1;
    try (BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("stored ")) {
          last = Integer.parseInt(line.substring("stored ".length()));
          acknowledged.put("key-" + last % KEYS, last);
          if (last - first >= records) {
            // By its handle, so that what it had said before is still read.
            child.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last).as("written before the child ended by itself").isGreaterThan(first + 100);
    return last + 2;
  }

  private void check(Map<String, Integer> acknowledged, int end, String when) throws IOException {
    try (FilePartitions partitions = open(directory)) {
      PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
      assertThat(log.offlineReason()).as(when).isEmpty();
      Map<String, String> table = CompactedLog.table(log);
      assertThat(table.keySet()).as(when).containsAll(acknowledged.keySet());
      acknowledged.forEach(
          (key, least) -> {
            int value = Integer.parseInt(table.get(key).substring(0, table.get(key).indexOf(':')));
            assertThat(value).as("%s of %s", key, when).isBetween(least, end);
          });
      assertThat(CompactedLog.read(log)).as("compacted, " + when).hasSizeLessThan(end);
    }
  }

  private static FilePartitions open(Path directory) throws IOException {
    CleaningSettings cleaning =
        CleaningSettings.defaults().withCompactionCheckMillis(1).withMapBytes(1024);
    FilePartitions partitions =
        FilePartitions.open(
            directory,
            StorageSettings.defaults().withCleaning(cleaning),
            new FileDisk(),
            InstantSource.system());
    partitions.create(CompactedLog.NAME, new UUID(1, 1));
    CompactedLog.configure(partitions, 4096, CompactedLog.EAGER);
    return partitions;
  }

  /** Writes one number after another, and says what is durable. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      FilePartitions partitions = open(Path.of(arguments[0]));
      PartitionLog log = partitions.find(CompactedLog.NAME).orElseThrow();
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        String record = "key-" + i % KEYS + "=" + i + ":" + "x".repeat(i % 200);
        Batches.store(
            log, Batches.keyed(i % 2 == 0 ? Compression.NONE : Compression.GZIP, i, record));
        System.out.println("stored " + i);
      }
    }
  }
}
