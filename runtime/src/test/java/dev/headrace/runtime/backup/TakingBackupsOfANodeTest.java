package dev.headrace.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.connector.Reason;
import dev.headrace.log.backup.BackupManifest;
import dev.headrace.log.backup.BackupRestorer;
import dev.headrace.log.backup.CopyProgress;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.PartitionOfflineException;
import dev.headrace.log.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakingBackupsOfANodeTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  @TempDir Path directory;

  private static BackupState awaitEnd(Backups backups) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(backups::state, it -> !(it instanceof BackupState.Running));
  }

  private static Reason reason(BackupState state) {
    return ((BackupState.Failed) state).reason();
  }

  @Test
  void oneAfterTheOther() throws Exception {
    Path first = directory.resolve("first");
    try (FilePartitions partitions =
            FilePartitions.open(directory.resolve("data"), StorageSettings.defaults());
        NodeBackups backups = new NodeBackups(partitions::cut, CLOCK)) {
      partitions.create(new TopicPartition("orders", 0), new UUID(1, 1));
      assertThat(backups.state()).isEqualTo(new BackupState.None());

      assertThat(backups.begin(BackupOrder.to(first))).isEmpty();
      BackupState end = awaitEnd(backups);

      BackupManifest manifest = BackupManifest.read(first);
      assertThat(manifest.taken()).isEqualTo(Instant.EPOCH);
      assertThat(end)
          .isInstanceOfSatisfying(
              BackupState.Done.class,
              done -> {
                assertThat(done.folder()).isEqualTo(first);
                assertThat(done.partitions()).isEqualTo(1);
                assertThat(done.bytes()).isEqualTo(manifest.sizeInBytes());
              });

      assertThat(backups.begin(BackupOrder.to(first))).isEmpty();
      assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.target-not-empty");
      assertThat(backups.begin(BackupOrder.to(directory.resolve("second")))).isEmpty();
      assertThat(awaitEnd(backups)).isInstanceOf(BackupState.Done.class);
    }
  }

  @Test
  void oneAtATimeAndNoneWhenTheNodeStops() throws Exception {
    CountDownLatch isCutting = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (FilePartitions partitions =
        FilePartitions.open(directory.resolve("data"), StorageSettings.defaults())) {
      NodeBackups backups =
          new NodeBackups(
              () -> {
                isCutting.countDown();
                awaitOpen(mayGoOn);
                return partitions.cut();
              },
              CLOCK);
      backups.begin(BackupOrder.to(directory.resolve("first")));
      isCutting.await();

      assertThat(backups.begin(BackupOrder.to(directory.resolve("second"))).orElseThrow().code())
          .isEqualTo("backup.under-way");
      backups.cancel();
      mayGoOn.countDown();

      assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.cancelled");
      assertThat(directory.resolve("first")).doesNotExist();
      backups.close();
      assertThat(backups.begin(BackupOrder.to(directory.resolve("third"))).orElseThrow().code())
          .isEqualTo("backup.stopping");
    }
  }

  private static void awaitOpen(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whatStandsInTheWayIsTold() throws Exception {
    try (NodeBackups backups =
        new NodeBackups(
            () -> {
              throw new PartitionOfflineException(new TopicPartition("orders", 3), "damaged");
            },
            CLOCK)) {
      backups.begin(BackupOrder.to(directory.resolve("backup")));
      assertThat(reason(awaitEnd(backups)))
          .satisfies(
              it -> assertThat(it.code()).isEqualTo("backup.partition-offline"),
              it -> assertThat(it.what()).contains("orders-3 is offline: damaged"));
    }
    try (NodeBackups backups =
        new NodeBackups(
            () -> {
              throw new IOException("no links here");
            },
            CLOCK)) {
      backups.begin(BackupOrder.to(directory.resolve("backup")));
      assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.no-cut");
    }
    try (FilePartitions partitions =
            FilePartitions.open(directory.resolve("data"), StorageSettings.defaults());
        NodeBackups backups = new NodeBackups(partitions::cut, CLOCK)) {
      Path file = Files.createFile(directory.resolve("file"));
      backups.begin(BackupOrder.to(file.resolve("backup")));
      assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.not-written");
    }
    assertThat(Backups.ofNoLog().begin(BackupOrder.to(directory)).orElseThrow().code())
        .isEqualTo("backup.no-log");
  }

  @Test
  void aFolderInTheDataDirectoryIsRefusedAndOneAroundIt() throws Exception {
    Path data = directory.resolve("around").resolve("data");
    try (FilePartitions partitions = FilePartitions.open(data, StorageSettings.defaults());
        NodeBackups backups = new NodeBackups(partitions::cut, CLOCK)) {
      Path link = Files.createSymbolicLink(directory.resolve("link"), data);
      for (Path inside : List.of(data, data.resolve("a/b"), link.resolve("a"))) {
        backups.begin(BackupOrder.to(inside));
        assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.target-in-data");
      }
      backups.begin(BackupOrder.to(directory.resolve("around")));
      assertThat(reason(awaitEnd(backups)).code()).isEqualTo("backup.data-in-target");
      assertThat(data.resolve("a")).doesNotExist();

      backups.begin(BackupOrder.to(directory.resolve("around").resolve("data-2")));
      assertThat(awaitEnd(backups)).isInstanceOf(BackupState.Done.class);
    }
  }

  @Test
  void theKeyOfSecretsIsLeftOutAndSaidToBe() throws Exception {
    Path backup = backUpWithKey(BackupOrder.Key.LEFT_OUT, BackupState.Key.LEFT_OUT);

    assertThat(backup.resolve("data").resolve("secrets.key")).doesNotExist();
    assertThat(BackupManifest.read(backup).leftOut()).containsExactly("secrets.key");
  }

  @Test
  void theKeyOfSecretsIsForItsOwnerAloneInTheBackupAndInWhatIsMadeOfIt() throws Exception {
    Path backup = backUpWithKey(BackupOrder.Key.INCLUDED, BackupState.Key.INCLUDED);
    Path restored = directory.resolve("restored");
    BackupRestorer.restore(backup, restored, new CopyProgress());

    for (Path key : List.of(backup.resolve("data/secrets.key"), restored.resolve("secrets.key"))) {
      assertThat(key).hasContent("the key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
    assertThat(BackupManifest.read(backup).leftOut()).isEmpty();
  }

  @Test
  void whereNoSecretWasEverSealedThereIsNoKey() throws Exception {
    try (FilePartitions partitions =
            FilePartitions.open(directory.resolve("data"), StorageSettings.defaults());
        NodeBackups backups = new NodeBackups(partitions::cut, CLOCK)) {
      backups.begin(new BackupOrder(directory.resolve("backup"), BackupOrder.Key.INCLUDED));
      assertThat(((BackupState.Done) awaitEnd(backups)).key()).isEqualTo(BackupState.Key.NONE);
    }
  }

  private Path backUpWithKey(BackupOrder.Key key, BackupState.Key expected) throws Exception {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    try (FilePartitions partitions = FilePartitions.open(data, StorageSettings.defaults());
        NodeBackups backups = new NodeBackups(partitions::cut, CLOCK)) {
      Files.writeString(data.resolve("secrets.key"), "the key");
      backups.begin(new BackupOrder(backup, key));
      assertThat(((BackupState.Done) awaitEnd(backups)).key()).isEqualTo(expected);
    }
    return backup;
  }
}
