package dev.headrace.log;

import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.PartitionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code retention.hold.for.sinks}, what the groups of sinks have not read is kept. */
final class HoldingRetentionForSinksTest {

  @TempDir Path directory;

  @Test
  void recordsGoWhenTheSinkHasReadThem() throws Exception {
    try (LogEngine engine =
        LogEngine.open(
            EngineSettings.of(directory)
                .withKeeping(
                    LogKeeping.defaults()
                        .withCleaning(CleaningSettings.defaults().withRetentionCheckMillis(50))
                        .withWatchedGroups("connect-")))) {
      create(engine, "held", "true");
      create(engine, "not-held", "false");
      commitOffset(engine, "connect-orders", "held", 2);
      commitOffset(engine, "connect-orders", "not-held", 2);
      commitOffset(engine, "others", "held", 0);
      TransactionalWriter writer = engine.writer("w");
      for (int i = 0; i < 5; i++) {
        Engines.commit(writer, staged("held", 0, i + "x".repeat(600_000)));
        Engines.commit(writer, staged("not-held", 0, i + "x".repeat(600_000)));
      }

      awaitStart(engine, "not-held", 5);
      awaitStart(engine, "held", 2);

      commitOffset(engine, "connect-orders", "held", 4);
      awaitStart(engine, "held", 4);
    }
  }

  private static void create(LogEngine engine, String topic, String holds) throws Exception {
    Map<String, String> config =
        Map.of("retention.ms", "1", "segment.bytes", "1048576", "retention.hold.for.sinks", holds);
    engine
        .topics()
        .create(new NewTopic(topic, OptionalInt.of(1), OptionalInt.empty(), config))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static void commitOffset(LogEngine engine, String group, String topic, long offset)
      throws Exception {
    engine
        .writer("offsets")
        .commit(List.of(), offset(group, topic, offset))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static void awaitStart(LogEngine engine, String topic, long offset) {
    PartitionLog log = engine.partitions().find(new TopicPartition(topic, 0)).orElseThrow();
    await().atMost(Duration.ofSeconds(60)).until(() -> log.startOffset() == offset);
    assertThat(log.endOffset()).isEqualTo(5);
  }
}
