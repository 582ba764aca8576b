package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cut is of one moment, whatever befalls the partitions while it is held. */
final class CuttingTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition EMPTY = new TopicPartition("empty", 0);
  private static final UUID ID = new UUID(1, 1);
  private static final String LARGE = "x".repeat(1000);

  @TempDir Path directory;

  private FilePartitions partitions;
  private PartitionLog log;

  @BeforeEach
  void start() throws IOException {
    partitions =
        FilePartitions.open(
            directory.resolve("data"), StorageSettings.defaults(), new FileDisk(), new TestClock());
    log = partitions.create(ORDERS, ID);
    partitions.create(EMPTY, ID);
    configure(Cleanup.DEFAULTS);
  }

  @AfterEach
  void stop() throws IOException {
    partitions.close();
  }

  private void configure(Cleanup cleanup) {
    partitions.configure(ORDERS, new PartitionSettings(2300, Long.MAX_VALUE, 1 << 20, cleanup));
  }

  /** Some segments of two records each, with the same two keys. */
  private void write(int segments) {
    for (int i = 0; i < 2 * segments; i++) {
      Batches.store(
          log, Batches.keyed(Compression.NONE, 1000, "k" + i % 2 + "=" + log.endOffset() + LARGE));
    }
  }

  private List<String> records() {
    return Batches.read(log, log.startOffset(), Isolation.READ_UNCOMMITTED);
  }

  /** What a process makes of the files. */
  private List<String> readCopy(DataCut cut) throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy");
    for (DataFile file : cut.files()) {
      Path target = copy.resolve(file.name());
      Files.createDirectories(target.getParent());
      Files.write(
          target,
          switch (file) {
            case DataFile.Stored(_, Path path, long size) ->
                Arrays.copyOf(Files.readAllBytes(path), Math.toIntExact(size));
            case DataFile.Made(_, byte[] content) -> content;
          });
    }
    try (FilePartitions copied = FilePartitions.open(copy, StorageSettings.defaults())) {
      PartitionLog found = copied.find(ORDERS).orElseThrow();
      assertThat(found.offlineReason()).isEmpty();
      assertThat(found.leaderEpoch()).isEqualTo(log.leaderEpoch() + 1);
      assertThat(copied.find(EMPTY).orElseThrow().endOffset()).isZero();
      return Batches.read(found, found.startOffset(), Isolation.READ_UNCOMMITTED);
    }
  }

  @Test
  void whatIsAppendedLaterIsNotInIt() throws IOException {
    write(3);
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      write(2);

      assertThat(readCopy(cut)).isEqualTo(before);
      assertThat(cut.copiedFiles()).isZero();
      assertThat(cut.partitions())
          .contains(new DataCut.PartitionEnds(ORDERS, ID, 0, 6))
          .contains(new DataCut.PartitionEnds(EMPTY, ID, 0, 0));
    }
  }

  /** As on some network and removable disks. */
  @Test
  void filesAreCopiedWhereTheyCannotHaveSecondNames() throws IOException {
    partitions.close();
    Path data = directory.resolve("data");
    partitions =
        FilePartitions.open(
            data, StorageSettings.defaults(), new SmallDisk(data, 1 << 30), new TestClock());
    log = partitions.find(ORDERS).orElseThrow();
    configure(Cleanup.DEFAULTS);
    write(3);
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      assertThat(cut.copiedFiles()).isGreaterThanOrEqualTo(3);
      write(2);
      partitions.delete(ORDERS);

      assertThat(readCopy(cut)).isEqualTo(before);
    }
    assertThat(data.resolve(".cut")).doesNotExist();
  }

  @Test
  void whatIsDeletedLaterIsInIt() throws IOException {
    write(4);
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      configure(new Cleanup(true, false, new Retention(-1, 3_000), Compaction.DEFAULTS, false));
      partitions.retain();
      assertThat(log.startOffset()).isPositive();

      assertThat(readCopy(cut)).isEqualTo(before);
    }
  }

  @Test
  void whatWasDeletedBeforeIsNot() throws Exception {
    write(4);
    partitions.deleteRecords(ORDERS, 3).toCompletableFuture().get();
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      assertThat(readCopy(cut)).isEqualTo(before).hasSize(5);
    }
  }

  @Test
  void whatIsCompactedLaterIsWhole() throws IOException {
    write(4);
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      configure(new Cleanup(false, true, new Retention(-1, -1), Compaction.DEFAULTS, false));
      write(1);
      partitions.compact();
      assertThat(records().size()).isLessThan(before.size());

      assertThat(readCopy(cut)).isEqualTo(before);
    }
  }

  @Test
  void whatWasCompactedBeforeHasItsGaps() throws IOException {
    configure(new Cleanup(false, true, new Retention(-1, -1), Compaction.DEFAULTS, false));
    write(5);
    partitions.compact();
    List<String> before = records();
    assertThat(before.size()).isLessThan(10);

    try (DataCut cut = partitions.cut()) {
      assertThat(readCopy(cut)).isEqualTo(before);
    }
  }

  @Test
  void aPartitionThatIsDeletedLaterIsInIt() throws IOException {
    write(2);
    List<String> before = records();

    try (DataCut cut = partitions.cut()) {
      partitions.delete(ORDERS);

      assertThat(readCopy(cut)).isEqualTo(before);
    }
  }

  @Test
  void theNextOneIsOfItsOwnMoment() throws IOException {
    write(1);
    try (DataCut cut = partitions.cut()) {
      assertThat(readCopy(cut)).hasSize(2);
    }
    write(1);
    try (DataCut cut = partitions.cut()) {
      assertThat(readCopy(cut)).hasSize(4);
    }
    assertThat(directory.resolve("data/.cut")).doesNotExist();
  }

  @Test
  void whatAProcessLeftOfOneGoesAtTheNextStart() throws IOException {
    write(1);
    DataCut abandoned = partitions.cut();
    partitions.close();
    assertThat(abandoned.files()).isNotEmpty();
    assertThat(directory.resolve("data/.cut")).exists();

    start();

    assertThat(directory.resolve("data/.cut")).doesNotExist();
    assertThat(records()).hasSize(2);
  }

  @Test
  void thereIsNoneOfAPartitionThatIsDamaged() throws IOException {
    write(3);
    partitions.close();
    Path first = directory.resolve("data/orders-0/00000000000000000004.log");
    Files.write(first, new byte[20], StandardOpenOption.TRUNCATE_EXISTING);
    Files.delete(directory.resolve("data/.clean-stop"));
    partitions = FilePartitions.open(directory.resolve("data"), StorageSettings.defaults());

    assertThatThrownBy(() -> partitions.cut())
        .isInstanceOf(PartitionOfflineException.class)
        .hasMessageContaining("orders-0 is offline");
    assertThat(directory.resolve("data/.cut")).doesNotExist();
    Batches.store(partitions.find(EMPTY).orElseThrow(), Batches.of("appends are let go"));
  }
}
