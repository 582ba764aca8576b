package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.EpochEnd;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each unclean stop begins a leader epoch; where one ends is found in the batches. */
class FindingTheEndOfLeaderEpochsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final int LIVES = 8;
  private static final StorageSettings SETTINGS =
      StorageSettings.defaults().withTopics(new PartitionSettings(20_000, 1_000_000, 1 << 20));

  @TempDir Path directory;

  @Test
  void eachEpochEndsWhereTheNextBegins() throws Exception {
    long seed = Long.getLong("headrace.seed", System.nanoTime());
    Random random = new Random(seed);
    SimulatedDisk disk = new SimulatedDisk(directory, random);
    Map<Integer, Long> starts = new TreeMap<>();

    for (int life = 0; life < LIVES; life++) {
      Partitions partitions =
          FilePartitions.open(directory, SETTINGS, disk, InstantSource.system());
      PartitionLog log = partitions.create(ORDERS, new UUID(1, 1));
      starts.putIfAbsent(log.leaderEpoch(), log.endOffset());

      for (int i = random.nextInt(40); i > 0; i--) {
        Batches.store(log, Batches.of("x".repeat(random.nextInt(1500)), "second"));
      }

      log.durable(log.endOffset()).toCompletableFuture().get(30, TimeUnit.SECONDS);
      check(log, starts, seed);
      if (random.nextInt(4) == 0) {
        partitions.close();
      } else {
        disk = disk.restore();
      }
    }
  }

  private static void check(PartitionLog log, Map<Integer, Long> starts, long seed) {
    int now = log.leaderEpoch();
    for (int epoch = 0; epoch <= now; epoch++) {
      long next =
          starts.entrySet().stream()
              .filter(greaterThan(epoch))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(log.endOffset());
      assertThat(log.endOfEpoch(epoch)).as("epoch %s, seed %s", epoch, seed).isPresent();
      EpochEnd found = log.endOfEpoch(epoch).orElseThrow();
      assertThat(found.endOffset()).as("epoch %s, seed %s", epoch, seed).isEqualTo(next);
      assertThat(found.leaderEpoch()).isLessThanOrEqualTo(epoch);
    }
    assertThat(log.endOfEpoch(now + 1)).isEmpty();
    assertThat(log.endOfEpoch(-1)).isEmpty();
  }

  private static Predicate<Map.Entry<Integer, Long>> greaterThan(int epoch) {
    return start -> start.getKey() > epoch;
  }
}
