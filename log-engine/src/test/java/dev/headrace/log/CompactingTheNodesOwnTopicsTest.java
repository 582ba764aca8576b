package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.broker.CommittedOffset;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.PartitionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and transactions are replayed from logs that were compacted as if they were whole. */
final class CompactingTheNodesOwnTopicsTest {

  private static final int COMMITS = 9_000;
  private static final int IN_FLIGHT = 50;
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;

  @Test
  void groupsComeBackFromCompactedOffsets() throws Exception {
    Map<String, Long> committed = new HashMap<>();
    try (LogEngine engine = open()) {
      Engines.createTopic(engine, "orders", 1);
      TransactionalWriter writer = engine.writer("w");
      for (int i = 0; i < COMMITS; i += IN_FLIGHT) {
        commitMany(writer, i, committed);
      }
      PartitionLog log = offsetsLog(engine);
      await().atMost(Duration.ofSeconds(60)).until(() -> log.sizeInBytes() < 17 << 20);
      assertThat(log.appendedBytes()).isGreaterThan(18 << 20);
    }

    deleteSnapshots();

    try (LogEngine engine = open()) {
      committed.forEach(
          (group, offset) ->
              assertThat(engine.offsets().committed(group).get(ORDERS).offset())
                  .as(group)
                  .isEqualTo(offset));
    }
  }

  private static void commitMany(TransactionalWriter writer, int first, Map<String, Long> committed)
      throws Exception {
    CompletionStage<Void> last = null;
    for (int i = first; i < first + IN_FLIGHT; i++) {
      String group = "connect-" + i % 7;
      CommittedOffset offset = new CommittedOffset(i, OptionalInt.empty(), "m".repeat(2_000));
      last = writer.commit(List.of(), Map.of(group, Map.of(ORDERS, offset)));
      committed.put(group, (long) i);
    }
    last.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Of one partition, so that it is not long until it is compacted. */
  private static PartitionLog offsetsLog(LogEngine engine) {
    return engine.partitions().find(new TopicPartition("__consumer_offsets", 0)).orElseThrow();
  }

  private LogEngine open() throws IOException {
    CleaningSettings cleaning = CleaningSettings.defaults().withCompactionCheckMillis(20);
    EngineSettings settings = EngineSettings.of(directory);
    var broker = settings.broker();
    return LogEngine.open(
        settings
            .withLogFlush(EngineSettings.LogFlush.OS)
            .withBroker(
                new dev.headrace.log.broker.BrokerSettings(
                    broker.numPartitions(),
                    broker.autoCreateTopicsEnable(),
                    broker.messageMaxBytes(),
                    1,
                    broker.transactionStateLogNumPartitions()))
            .withKeeping(LogKeeping.defaults().withCleaning(cleaning)));
  }

  private void deleteSnapshots() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(it -> it.endsWith("replayed.state")).toList()) {
        Files.delete(file);
      }
    }
  }
}
