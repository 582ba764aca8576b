package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the indexes lead to is what a walk over all records finds. */
class FindingOffsetsTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;

  @Test
  void indexesAgreeWithAWalkOverAllRecords() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = Long.getLong("headrace.seed", System.nanoTime());
      try {
        round(directory.resolve("round-" + round), new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dheadrace.seed=" + seed, e);
      }
    }
  }

  private static void round(Path folder, Random random) throws IOException {
    List<TimestampedOffset> all = new ArrayList<>();
    StorageSettings settings =
        StorageSettings.defaults()
            .withFlush(FlushMode.OS)
            .withTopics(new PartitionSettings(40_000, 1_000_000, 1 << 20));
    try (Partitions partitions = FilePartitions.open(folder, settings)) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      for (int i = 0; i < 300; i++) {
        append(log, all, random);
      }
      check(log, all, random);
    }
    try (Partitions partitions = FilePartitions.open(folder, settings)) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      check(log, all, random);
      append(log, all, random);
      check(log, all, random);
    }
  }

  private static void append(PartitionLog log, List<TimestampedOffset> all, Random random) {
    String[] values = new String[1 + random.nextInt(4)];
    java.util.Arrays.fill(values, "x".repeat(random.nextInt(1500)));
    long timestamp = 1_000_000 + all.size() * 10L + random.nextInt(200) - 100;
    for (int i = 0; i < values.length; i++) {
      all.add(new TimestampedOffset(all.size(), timestamp + i));
    }
    Batches.store(log, Batches.at(timestamp, values));
  }

  private static void check(PartitionLog log, List<TimestampedOffset> all, Random random) {
    for (int i = 0; i < 100; i++) {
      int wanted = random.nextInt(all.size());
      RecordBatch found =
          Batches.readBatches(log, wanted, 100, Isolation.READ_UNCOMMITTED).getFirst();
      assertThat((long) wanted).isBetween(found.baseOffset(), found.lastOffset());

      long timestamp = 1_000_000L + random.nextInt(all.size() * 11) - 150;
      Optional<TimestampedOffset> first =
          all.stream().filter(it -> it.timestampMillis() >= timestamp).findFirst();
      assertThat(log.offsetForTimestamp(timestamp, Isolation.READ_UNCOMMITTED)).isEqualTo(first);
    }
    long greatest = all.stream().mapToLong(TimestampedOffset::timestampMillis).max().orElseThrow();
    assertThat(log.maxTimestamp().orElseThrow().timestampMillis()).isEqualTo(greatest);
  }
}
