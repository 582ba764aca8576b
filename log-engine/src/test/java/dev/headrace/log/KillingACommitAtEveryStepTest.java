package dev.headrace.log;

import static dev.headrace.log.Engines.commit;
import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.createTopic;
import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two commits of records in two partitions and an offset, killed before each of their writes. */
final class KillingACommitAtEveryStepTest {

  private static final TopicPartition FIRST = new TopicPartition("orders", 0);
  private static final int MOST_STEPS = 100;

  @TempDir Path directory;

  @Test
  void leavesEachCommitWholeOrNotThere() throws Exception {
    int step = 0;
    int lastSeen = 0;
    while (lastSeen < 3) {
      assertThat(step).as("steps of two commits").isLessThan(MOST_STEPS);
      lastSeen = commitsSeenAfterDeathAt(step, directory.resolve("step" + step));
      step++;
    }
    assertThat(step).as("there are writes to be killed between").isGreaterThan(8);
  }

  private int commitsSeenAfterDeathAt(int step, Path data) throws Exception {
    CompletableFuture<Void> second;
    CompletableFuture<Void> third;
    try (MortalPartitions partitions =
        new MortalPartitions(FilePartitions.open(data, EngineSettings.of(data).storage()))) {
      LogEngine doomed =
          LogEngine.open(EngineSettings.of(data), partitions, InstantSource.system());
      createTopic(doomed, "orders", 2);
      TransactionalWriter writer = doomed.writer("w");
      done(commitOf(writer, 1));

      // When
      partitions.dieAfter(step);
      second = commitOf(writer, 2);
      third = commitOf(writer, 3);
      partitions.awaitDeathOr(third);
    }

    // Then
    try (LogEngine engine = LogEngine.open(EngineSettings.of(data))) {
      return commitsSeen(engine, second, third);
    }
  }

  private static int commitsSeen(
      LogEngine engine, CompletableFuture<Void> second, CompletableFuture<Void> third)
      throws Exception {
    List<String> seen = committed(engine, "orders", 0);
    assertThat(seen).isEqualTo(List.of("v1", "v2", "v3").subList(0, seen.size())).isNotEmpty();
    assertThat(committed(engine, "orders", 1)).isEqualTo(seen);
    assertThat(engine.offsets().committed("sink").get(FIRST).offset()).isEqualTo(seen.size());
    assertThat(seen.size()).isGreaterThanOrEqualTo(acknowledged(second, third));
    for (PartitionLog partition : engine.partitions().all()) {
      assertThat(partition.openTransactions()).as("%s", partition.topicPartition()).isEmpty();
      assertThat(partition.lastStableOffset()).isEqualTo(partition.highWatermark());
    }

    commit(engine.writer("w"), staged("orders", 0, "next"), staged("orders", 1, "next"));
    assertThat(committed(engine, "orders", 1)).endsWith("next").hasSize(seen.size() + 1);
    return seen.size();
  }

  private static int acknowledged(CompletableFuture<Void> second, CompletableFuture<Void> third) {
    if (isMade(third)) {
      return 3;
    }
    return isMade(second) ? 2 : 1;
  }

  private static boolean isMade(CompletableFuture<Void> commit) {
    return commit.isDone() && !commit.isCompletedExceptionally();
  }

  private static CompletableFuture<Void> commitOf(TransactionalWriter writer, int number) {
    String value = "v" + number;
    return writer
        .commit(
            List.of(staged("orders", 0, value), staged("orders", 1, value)),
            offset("sink", "orders", number))
        .toCompletableFuture();
  }

  private static void done(CompletableFuture<Void> commit) throws Exception {
    commit.get(30, TimeUnit.SECONDS);
  }
}
