package dev.headrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Reason;
import dev.headrace.log.EngineSettings;
import dev.headrace.log.LogEngine;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.DiskBudget;
import dev.headrace.runtime.log.embedded.EmbeddedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /health} says of the built-in log, and what keeps sources from reading. */
class TellingWhatIsWrongWithTheLogTest {

  private static final DiskBudget MORE_THAN_ANY_DISK_HAS =
      new DiskBudget(1L << 60, OptionalLong.empty(), Set.of());

  @TempDir Path folder;

  @Test
  void nothingIsWrongWithALogThatHasRoom() throws IOException {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(folder));
        EmbeddedLog log = new EmbeddedLog(engine)) {
      assertThat(new LogTroubles(engine.partitions()).get()).isEmpty();
      assertThat(log.holdsSources()).isEmpty();
    }
  }

  @Test
  void aFullDiskIsToldAndHoldsSources() throws IOException {
    try (LogEngine engine =
            LogEngine.open(EngineSettings.of(folder).withDisk(MORE_THAN_ANY_DISK_HAS));
        EmbeddedLog log = new EmbeddedLog(engine)) {
      Reason trouble = new LogTroubles(engine.partitions()).get().getFirst();

      assertThat(trouble.code()).isEqualTo("disk.full");
      assertThat(trouble.what()).startsWith("The disk is full").contains("log.disk.min.free.bytes");
      assertThat(log.holdsSources().orElseThrow()).contains("the disk is full");
    }
  }

  @Test
  void aPartitionThatIsOfflineIsNamed() throws Exception {
    try (LogEngine engine = LogEngine.open(EngineSettings.of(folder))) {
      engine.topics().create(NewTopic.of("orders", 2)).toCompletableFuture().get();
      try (var writer = engine.writer("w")) {
        writer
            .commit(List.of(new Staged(new TopicPartition("orders", 1), batch())), Map.of())
            .toCompletableFuture()
            .get();
      }
    }
    damage(folder.resolve("orders-1/00000000000000000000.log"));
    Files.delete(folder.resolve(".clean-stop"));

    try (LogEngine engine = LogEngine.open(EngineSettings.of(folder))) {
      List<Reason> troubles = new LogTroubles(engine.partitions()).get();

      assertThat(troubles).hasSize(1);
      assertThat(troubles.getFirst().code()).isEqualTo("log.partition-offline");
      assertThat(troubles.getFirst().what()).startsWith("orders-1 is offline: ");
    }
  }

  private static RecordBatch batch() {
    var builder = new RecordBatchBuilder(Compression.NONE, 64);
    builder.append(1_000, new byte[20], 0, 20);
    return builder.build();
  }

  private static void damage(Path segment) throws IOException {
    try (var file = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
      file.truncate(30);
    }
  }
}
