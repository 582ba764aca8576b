package dev.headrace.log;

import static dev.headrace.log.Engines.commit;
import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.createTopic;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topic;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.Partitions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillingTopicChangesAtEveryStepTest {

  private static final int PARTITIONS = 3;
  private static final int MOST_STEPS = 20;

  @TempDir Path directory;

  @Test
  void leavesACreatedTopicWholeOrNotThere() throws Exception {
    int step = 0;
    while (!isThereAfterCreationDied(step, directory.resolve("step" + step))) {
      step++;
      assertThat(step).isLessThan(MOST_STEPS);
    }
    assertThat(step).isGreaterThanOrEqualTo(PARTITIONS);
  }

  private boolean isThereAfterCreationDied(int step, Path data) throws Exception {
    try (MortalPartitions partitions = mortal(data)) {
      LogEngine doomed = open(data, partitions);
      partitions.dieAfter(step);
      partitions.awaitDeathOr(
          doomed.topics().create(NewTopic.of("orders", PARTITIONS)).toCompletableFuture());
    }

    try (LogEngine engine = LogEngine.open(EngineSettings.of(data))) {
      Optional<Topic> topic = engine.topics().find("orders");
      for (int i = 0; i < PARTITIONS; i++) {
        assertThat(engine.partitions().find(new TopicPartition("orders", i)).isPresent())
            .as("partition %s after step %s", i, step)
            .isEqualTo(topic.isPresent());
      }
      if (topic.isEmpty()) {
        createTopic(engine, "orders", PARTITIONS);
      }
      return topic.isPresent();
    }
  }

  @Test
  void leavesADeletedTopicWholeOrGone() throws Exception {
    int step = 0;
    while (isThereAfterDeletionDied(step, directory.resolve("step" + step))) {
      step++;
      assertThat(step).isLessThan(MOST_STEPS);
    }
    for (int later = step + 1; later <= step + PARTITIONS; later++) {
      assertThat(isThereAfterDeletionDied(later, directory.resolve("step" + later))).isFalse();
    }
  }

  private boolean isThereAfterDeletionDied(int step, Path data) throws Exception {
    UUID formerId;
    try (MortalPartitions partitions = mortal(data)) {
      LogEngine doomed = open(data, partitions);
      formerId = createTopic(doomed, "orders", PARTITIONS).id();
      commit(doomed.writer("w"), staged("orders", 0, "old"), staged("orders", 2, "old"));
      partitions.dieAfter(step);
      partitions.awaitDeathOr(doomed.topics().delete("orders").toCompletableFuture());
    }

    try (LogEngine engine = LogEngine.open(EngineSettings.of(data))) {
      Optional<Topic> topic = engine.topics().find("orders");
      if (topic.isPresent()) {
        assertThat(committed(engine, "orders", 0)).isEqualTo(List.of("old"));
        assertThat(committed(engine, "orders", 2)).isEqualTo(List.of("old"));
        return true;
      }
      Topic anew = createTopic(engine, "orders", PARTITIONS);
      assertThat(anew.id()).isNotEqualTo(formerId);
      for (int i = 0; i < PARTITIONS; i++) {
        assertThat(committed(engine, "orders", i)).isEmpty();
      }
      return false;
    }
  }

  private static MortalPartitions mortal(Path data) throws Exception {
    return new MortalPartitions(FilePartitions.open(data, EngineSettings.of(data).storage()));
  }

  private static LogEngine open(Path data, Partitions partitions) throws Exception {
    return LogEngine.open(EngineSettings.of(data), partitions, InstantSource.system());
  }
}
