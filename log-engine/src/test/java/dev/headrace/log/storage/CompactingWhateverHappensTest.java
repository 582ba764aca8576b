package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.CompactedLog.Seen;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random writes, transactions, compactions and restarts: a reader's table is always the right one.
 */
final class CompactingWhateverHappensTest {

  private static final int ROUNDS = 4 * Integer.getInteger("headrace.rounds", 3);
  private static final Compression[] COMPRESSIONS = Compression.values();

  @TempDir Path directory;

  @Test
  void readersAlwaysFindTheLastValueOfEachKey() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        new Round(directory.resolve("round-" + round), new Random(seed)).run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
  }

  private static final class Round {

    private final Path folder;
    private final Random random;
    private final TestClock clock = new TestClock();

    /** All records that were ever committed, by offset. */
    private final Map<Long, String> committed = new TreeMap<>();

    /** Those of transactions that are open. */
    private final Map<Long, Map<Long, String>> open = new HashMap<>();

    private final Map<Long, RecordBatch> lastBatches = new HashMap<>();
    private final Map<Long, Integer> epochs = new HashMap<>();
    private FilePartitions partitions;
    private PartitionLog log;
    private int number;

    Round(Path folder, Random random) throws IOException {
      this.folder = folder;
      this.random = random;
      start();
    }

    private void start() throws IOException {
      CleaningSettings cleaning =
          CleaningSettings.defaults().withMapBytes(random.nextBoolean() ? 1024 : 1 << 20);
      partitions =
          FilePartitions.open(
              folder, StorageSettings.defaults().withCleaning(cleaning), new CountingDisk(), clock);
      log = partitions.create(CompactedLog.NAME, new UUID(1, 1));
      CompactedLog.configure(
          partitions,
          1024 << random.nextInt(3),
          new Compaction(0, 0, Long.MAX_VALUE, random.nextInt(3) * 1000L));
    }

    void run() throws IOException {
      for (int step = 0; step < 300; step++) {
        act();
        if (step % 10 == 0) {
          check();
        }
      }
      check();
      partitions.close();
    }

    private void act() throws IOException {
      switch (random.nextInt(12)) {
        case 0, 1 -> partitions.compact();
        case 2 -> clock.pass(Duration.ofMillis(random.nextInt(2000)));
        case 3 -> {
          if (random.nextInt(4) == 0) {
            restart();
          }
        }
        case 4, 5 -> writeInTransaction(random.nextInt(3));
        case 6 -> end(random.nextInt(3));
        case 7 -> writeIdempotently(10 + random.nextInt(3));
        default -> writePlainly();
      }
    }

    private String[] records() {
      String[] records = new String[1 + random.nextInt(4)];
      for (int i = 0; i < records.length; i++) {
        String key = "key-" + random.nextInt(60);
        records[i] =
            random.nextInt(5) == 0 ? key : key + "=" + number++ + "x".repeat(random.nextInt(80));
      }
      return records;
    }

    private RecordBatch batch(String... records) {
      Compression compression = COMPRESSIONS[random.nextInt(COMPRESSIONS.length)];
      return Batches.keyed(compression, clock.millis(), records);
    }

    private Map<Long, String> stored(RecordBatch batch, String... records) {
      Append.Stored stored = Batches.store(log, batch);
      Map<Long, String> byOffset = new HashMap<>();
      for (int i = 0; i < records.length; i++) {
        byOffset.put(stored.baseOffset() + i, records[i]);
      }
      return byOffset;
    }

    private void writePlainly() {
      String[] records = records();
      committed.putAll(stored(batch(records), records));
    }

    private void writeIdempotently(long producerId) {
      String[] records = records();
      RecordBatch batch = batch(records);
      RecordBatch last = lastBatches.get(producerId);
      int sequence = last == null ? 0 : last.baseSequence() + last.recordCount();
      batch.stampProducer(producerId, (short) 0, sequence);
      committed.putAll(stored(batch, records));
      lastBatches.put(producerId, batch);
    }

    private void writeInTransaction(long producerId) {
      if (open.containsKey(producerId)) {
        return;
      }
      String[] records = records();
      RecordBatch batch = batch(records);
      int epoch = epochs.merge(producerId, 1, Integer::sum);
      batch.stampTransactional(producerId, (short) epoch, 0);
      open.put(producerId, stored(batch, records));
      lastBatches.put(producerId, batch);
    }

    private void end(long producerId) {
      Map<Long, String> records = open.remove(producerId);
      if (records == null) {
        return;
      }
      Marker marker = random.nextBoolean() ? Marker.COMMIT : Marker.ABORT;
      Append.Stored stored =
          (Append.Stored)
              log.appendMarker(producerId, epochs.get(producerId).shortValue(), marker, 0);
      log.durable(stored.endOffset()).toCompletableFuture().join();
      if (marker == Marker.COMMIT) {
        committed.putAll(records);
      }
    }

    /** Cleanly or not, with what is noted beside the log or without. */
    private void restart() throws IOException {
      partitions.close();
      if (random.nextBoolean()) {
        Files.delete(folder.resolve(".clean-stop"));
        for (String noted :
            List.of("recovery-point-offset-checkpoint", "cleaner-offset-checkpoint")) {
          if (random.nextBoolean()) {
            Files.deleteIfExists(folder.resolve(noted));
          }
        }
        if (random.nextBoolean()) {
          deleteProducerSnapshots();
        }
      }
      start();
      assertThat(log.offlineReason()).isEmpty();
    }

    private void deleteProducerSnapshots() throws IOException {
      try (Stream<Path> files = Files.list(folder.resolve("states-0"))) {
        for (Path file : files.filter(it -> it.toString().endsWith(".snapshot")).toList()) {
          Files.delete(file);
        }
      }
    }

    private void check() {
      Map<String, String> expected = new TreeMap<>();
      long stable = log.lastStableOffset();
      committed.forEach(
          (offset, record) -> {
            if (offset < stable) {
              String[] words = record.split("=", 2);
              expected.remove(words[0]);
              if (words.length == 2) {
                expected.put(words[0], words[1]);
              }
            }
          });
      assertThat(CompactedLog.table(log)).isEqualTo(expected);
      for (Seen each : CompactedLog.read(log)) {
        assertThat(committed.get(each.offset()))
            .isEqualTo(each.key() + each.value().map(it -> "=" + it).orElse(""));
      }
      assertThat(openOf(log)).isEqualTo(new ArrayList<>(new TreeMap<>(open).keySet()));
      checkThatRepeatedBatchesAreKnown();
    }

    private static List<Long> openOf(PartitionLog log) {
      return log.openTransactions().stream().map(OpenTransaction::producerId).sorted().toList();
    }

    private void checkThatRepeatedBatchesAreKnown() {
      for (RecordBatch last : lastBatches.values()) {
        RecordBatch again = RecordBatch.at(last.bytes());
        Append outcome = Batches.append(log, again);
        assertThat(outcome).isInstanceOf(Append.Duplicate.class);
      }
    }

    /** For the failure message. */
    @Override
    public String toString() {
      return Optional.ofNullable(log).map(CompactedLog::shown).orElse(List.of()).toString();
    }
  }
}
