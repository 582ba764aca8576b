package dev.headrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.Topics.Creation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.CountingDisk;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a clean stop, a start reads what is noted beside the data, however much there is. */
final class StartingWithManyPartitionsTest {

  private static final Logger LOG = LoggerFactory.getLogger(StartingWithManyPartitionsTest.class);
  private static final int PARTITIONS = 10_000;
  private static final int RECORDS = 3;

  @TempDir Path directory;

  @Test
  void noDataIsRead() throws Exception {
    try (LogEngine engine = open(new CountingDisk())) {
      Creation creation =
          engine
              .topics()
              .create(NewTopic.of("wide", PARTITIONS))
              .toCompletableFuture()
              .get(5, TimeUnit.MINUTES);
      assertThat(creation).isInstanceOf(Creation.Created.class);
      Engines.commit(
          engine.writer("w"), Engines.staged("wide", 0, "x".repeat(10_000), "second", "third"));
    }
    fillAllAsTheFirst();

    CountingDisk disk = new CountingDisk();
    long startNanos = System.nanoTime();
    try (LogEngine engine = open(disk)) {
      LOG.info(
          "{} partitions opened in {} ms",
          PARTITIONS,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
      assertThat(disk.bytesRead(CountingDisk::isData)).isZero();
      for (int partition : List.of(0, 1, PARTITIONS - 1)) {
        PartitionLog log =
            engine.partitions().find(new TopicPartition("wide", partition)).orElseThrow();
        assertThat(log.offlineReason()).isEmpty();
        assertThat(log.endOffset()).isEqualTo(RECORDS);
        assertThat(Engines.committed(engine, "wide", partition)).hasSize(RECORDS);
      }
    }
  }

  private LogEngine open(CountingDisk disk) throws IOException {
    EngineSettings settings = EngineSettings.of(directory);
    return LogEngine.open(
        settings,
        FilePartitions.open(directory, settings.storage(), disk, InstantSource.system()),
        InstantSource.system());
  }

  /** Writing to each would keep as many files open at a time. */
  private void fillAllAsTheFirst() throws IOException {
    Path first = directory.resolve("wide-0");
    for (int i = 1; i < PARTITIONS; i++) {
      for (String suffix : List.of(".log", ".index", ".timeindex", ".snapshot")) {
        copy(first, directory.resolve("wide-" + i), suffix);
      }
    }
    Path points = directory.resolve("recovery-point-offset-checkpoint");
    Files.writeString(
        points, Files.readString(points).replaceAll("(?m)^(wide \\d+) 0$", "$1 " + RECORDS));
  }

  private static void copy(Path from, Path to, String suffix) throws IOException {
    try (var files = Files.list(from)) {
      for (Path file : files.filter(it -> it.toString().endsWith(suffix)).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
