package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory belongs to one process, which understands it and may write to it. */
class TakingADataDirectoryTest {

  @TempDir Path directory;

  @Test
  void secondUserIsToldWhoHasIt() throws IOException {
    try (Partitions _ = FilePartitions.open(directory, StorageSettings.defaults())) {
      assertRefused(
          "data.in-use",
          String.valueOf(ProcessHandle.current().pid()),
          () -> FilePartitions.open(directory, StorageSettings.defaults()));
    }
  }

  @Test
  void whoeverKeepsNoLogThereClaimsItAllTheSame() throws IOException {
    FilePartitions.open(directory, StorageSettings.defaults()).close();

    try (DirectoryClaim _ = DirectoryClaim.take(directory)) {
      assertRefused(
          "data.in-use",
          String.valueOf(ProcessHandle.current().pid()),
          () -> FilePartitions.open(directory, StorageSettings.defaults()));
      assertRefused("data.in-use", directory.toString(), () -> DirectoryClaim.take(directory));
    }

    assertThat(directory.resolve(".clean-stop")).exists();
    FilePartitions.open(directory, StorageSettings.defaults()).close();
  }

  @Test
  void newerFormatIsRefused() throws IOException {
    FilePartitions.open(directory, StorageSettings.defaults()).close();
    Files.writeString(directory.resolve("headrace.format"), "version=7\nsomething=else\n");

    assertRefused(
        "data.newer-format",
        "format 7",
        () -> FilePartitions.open(directory, StorageSettings.defaults()));
  }

  @Test
  void fileIsNoDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertRefused(
        "data.not-a-directory",
        file.toString(),
        () -> FilePartitions.open(file, StorageSettings.defaults()));
  }

  @Test
  void tooLittleRoomIsRefused() {
    StorageSettings greedy = StorageSettings.defaults().withLeastUsableBytes(Long.MAX_VALUE);

    assertRefused("data.disk-full", "MiB are free", () -> FilePartitions.open(directory, greedy));
  }

  @Test
  void unfinishedAndHalfDeletedPartitionsAreCleanedUp() throws IOException {
    UUID topicId = UUID.randomUUID();
    Path unfinished = directory.resolve("orders-0." + topicId + "-unfinished");
    Path deleted = directory.resolve("orders-1." + topicId + "-delete");
    Files.createDirectories(unfinished);
    Files.createDirectories(deleted);
    Files.createFile(deleted.resolve("00000000000000000000.log"));

    FilePartitions.open(directory, StorageSettings.defaults()).close();

    assertThat(unfinished).doesNotExist();
    assertThat(deleted).doesNotExist();
  }

  @Test
  void deletedPartitionIsGoneForItsReadersAndMayBeMadeAnew() throws IOException {
    TopicPartition orders = new TopicPartition("orders", 0);
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog old = partitions.create(orders, new UUID(1, 1));
      Batches.store(old, Batches.of("a"));
      partitions.delete(orders);

      PartitionLog anew = partitions.create(orders, new UUID(2, 2));
      assertThat(old.offlineReason()).isPresent();
      assertThat(anew.endOffset()).isZero();
      assertThat(partitions.find(orders)).containsSame(anew);
    }
  }

  private static void assertRefused(String code, String part, ThrowingCallable open) {
    assertThatThrownBy(open)
        .isInstanceOfSatisfying(
            DataDirectoryException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
