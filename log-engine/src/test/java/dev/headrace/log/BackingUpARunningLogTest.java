package dev.headrace.log;

import static dev.headrace.log.Engines.committed;
import static dev.headrace.log.Engines.offset;
import static dev.headrace.log.Engines.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.backup.BackupManifest;
import dev.headrace.log.backup.BackupRestorer;
import dev.headrace.log.backup.BackupWriter;
import dev.headrace.log.backup.Beside;
import dev.headrace.log.backup.CopyProgress;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.TransactionalWriter;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.DataCut;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups of a log that is being written, retained, and whose topics come and go, each made a data
 * directory again: what belongs together is there together.
 */
final class BackingUpARunningLogTest {

  private static final int ROUNDS = Integer.getInteger("headrace.rounds", 3);
  private static final String PADDING = "-" + "x".repeat(20_000);

  @TempDir Path directory;

  private volatile int begun;
  private volatile int acknowledged;
  private volatile boolean isEnough;

  @Test
  void everyBackupShowsOneMomentOfAllPartitions() throws Exception {
    try (LogEngine engine = open(directory.resolve("data"));
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      create(engine, "left", Map.of());
      create(engine, "right", Map.of());
      create(engine, "short-lived", Map.of("retention.ms", "1"));
      Future<Void> writing = threads.submit(write(engine));
      try {
        for (int round = 0; round < ROUNDS; round++) {
          int before = acknowledged + 40;
          await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged >= before);
          backUpAndCheck(engine, round);
        }
      } finally {
        isEnough = true;
      }
      writing.get(60, TimeUnit.SECONDS);
    }
  }

  private static LogEngine open(Path data) throws Exception {
    return LogEngine.open(
        EngineSettings.of(data)
            .withLogSegmentBytes(1 << 20)
            .withKeeping(
                LogKeeping.defaults()
                    .withCleaning(
                        CleaningSettings.defaults()
                            .withRetentionCheckMillis(20)
                            .withCompactionCheckMillis(20))));
  }

  private static void create(LogEngine engine, String topic, Map<String, String> config)
      throws Exception {
    engine
        .topics()
        .create(new NewTopic(topic, OptionalInt.of(1), OptionalInt.empty(), config))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  /**
   * The same number into two topics, and how many there are as the offset of a group; another topic
   * comes and goes.
   */
  private Callable<Void> write(LogEngine engine) {
    return () -> {
      TransactionalWriter writer = engine.writer("w");
      for (int number = 0; !isEnough; number++) {
        begun = number + 1;
        String value = number + PADDING;
        writer
            .commit(
                List.of(
                    staged("left", 0, value),
                    staged("short-lived", 0, value),
                    staged("right", 0, value)),
                offset("sink", "left", number + 1))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
        acknowledged = number + 1;
        if (number % 8 == 0) {
          create(engine, "fleeting", Map.of());
        } else if (number % 8 == 4) {
          engine.topics().delete("fleeting").toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
      }
      return null;
    };
  }

  private void backUpAndCheck(LogEngine engine, int round) throws Exception {
    Path backup = directory.resolve("backup-" + round);
    Path data = directory.resolve("restored-" + round);
    int before = acknowledged;
    int after;
    CopyProgress progress = new CopyProgress();
    BackupManifest written;
    try (DataCut cut = engine.cut()) {
      after = begun;
      written = BackupWriter.write(cut, Beside.NOTHING, backup, "test", Instant.EPOCH, progress);
    }
    assertThat(progress.copiedBytes()).isEqualTo(progress.totalBytes()).isPositive();
    assertThat(directory.resolve("data/.cut")).doesNotExist();

    assertThat(BackupRestorer.restore(backup, data, new CopyProgress())).isEqualTo(written);

    try (LogEngine restored = open(data)) {
      int count = committed(restored, "left", 0).size();
      List<String> expected = IntStream.range(0, count).mapToObj(i -> i + PADDING).toList();
      assertThat(count).as("values, round %d", round).isBetween(before, after);
      assertThat(committed(restored, "left", 0)).as("left").isEqualTo(expected);
      assertThat(committed(restored, "right", 0)).as("right").isEqualTo(expected);
      assertThat(committedOffset(restored)).isEqualTo(count);
      Engines.commit(restored.writer("w"), staged("left", 0, "more"));
      assertThat(committed(restored, "left", 0)).last().isEqualTo("more");
    }
  }

  private static long committedOffset(LogEngine engine) {
    return engine.offsets().committed("sink").get(new TopicPartition("left", 0)).offset();
  }
}
