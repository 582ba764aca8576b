package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Read;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A torn tail is cut and kept; damage to what was on disk takes the partition offline. */
class RecoveringFromDamageTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);

  @TempDir Path directory;
  private Path segment;
  private Path cleanStop;
  private int firstBatchBytes;

  @BeforeEach
  void writeTwoBatches() throws IOException {
    segment = directory.resolve("orders-0/00000000000000000000.log");
    cleanStop = directory.resolve(".clean-stop");
    firstBatchBytes = Batches.of("first").sizeInBytes();
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      Batches.store(log, Batches.of("first"));
      Batches.store(log, Batches.of("second"));
      partitions.create(OTHER, UUID.randomUUID());
    }
  }

  @Test
  void tailBehindTheRecoveryPointIsCutAndKept() throws IOException {
    Files.delete(cleanStop);
    byte[] torn = Batches.of("third").bytes().slice(0, 40).duplicate().array();
    Files.write(segment, java.util.Arrays.copyOf(torn, 40), StandardOpenOption.APPEND);

    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED))
          .containsExactly("0:first", "1:second");
      assertThat(log.leaderEpoch()).isEqualTo(1);
      assertThat(Batches.store(log, Batches.of("third"))).isEqualTo(new Append.Stored(2, 3));
    }
    try (var files = Files.list(segment.getParent())) {
      assertThat(files).filteredOn(it -> it.toString().endsWith(".cut")).hasSize(1);
    }
  }

  @Test
  void damageBelowTheRecoveryPointTakesThePartitionOfflineAndSaysWhere() throws IOException {
    Files.delete(cleanStop);
    flipByteAt(firstBatchBytes + 70);

    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(log.offlineReason().orElseThrow())
          .contains(segment.toString(), "byte " + firstBatchBytes, "offset 1", "accept-loss");
      assertThat(log.read(0, 100, Isolation.READ_COMMITTED)).isInstanceOf(Read.Unavailable.class);
      assertThat(Batches.append(log, Batches.of("x"))).isInstanceOf(Append.Refused.class);
      PartitionLog other = partitions.find(OTHER).orElseThrow();
      assertThat(Batches.store(other, Batches.of("x"))).isEqualTo(new Append.Stored(0, 1));
    }
  }

  @Test
  void acceptedLossIsCutAndKept() throws IOException {
    Files.delete(cleanStop);
    flipByteAt(firstBatchBytes + 70);
    FilePartitions.open(directory, StorageSettings.defaults()).close();
    Path acceptLoss = segment.resolveSibling("accept-loss");
    Files.createFile(acceptLoss);

    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED)).containsExactly("0:first");
    }
    assertThat(acceptLoss).doesNotExist();
  }

  @Test
  void allIsCheckedWhereTheRecoveryPointsAreLost() throws IOException {
    Files.delete(directory.resolve("recovery-point-offset-checkpoint"));

    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED))
          .containsExactly("0:first", "1:second");
      assertThat(Batches.store(log, Batches.of("third"))).isEqualTo(new Append.Stored(2, 3));
    }
  }

  @Test
  void partitionMadeAnewIsNotTakenForOneThatLostItsRecords() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(directory.resolve("simulated"), new Random(1));
    Partitions partitions =
        FilePartitions.open(disk.root(), StorageSettings.defaults(), disk, InstantSource.system());
    Batches.store(partitions.create(ORDERS, new UUID(1, 1)), Batches.of("a", "b", "c"));
    partitions.close();
    partitions =
        FilePartitions.open(disk.root(), StorageSettings.defaults(), disk, InstantSource.system());
    partitions.delete(ORDERS);
    Batches.store(partitions.create(ORDERS, new UUID(2, 2)), Batches.of("anew"));
    SimulatedDisk restored = disk.restore();

    try (Partitions after =
        FilePartitions.open(
            restored.root(), StorageSettings.defaults(), restored, InstantSource.system())) {
      PartitionLog log = after.find(ORDERS).orElseThrow();
      assertThat(log.topicId()).isEqualTo(new UUID(2, 2));
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED)).containsExactly("0:anew");
    }
  }

  @Test
  void missingEndIsDamageToo() throws IOException {
    Files.delete(cleanStop);
    try (var file = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
      file.truncate(firstBatchBytes);
    }

    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      assertThat(partitions.find(ORDERS).orElseThrow().offlineReason().orElseThrow())
          .contains("the file ends here");
    }
  }

  @Test
  void failedForceTakesThePartitionOfflineAndLeavesOthersAlone() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(directory.resolve("simulated"), new Random(1));
    FilePartitions partitions =
        FilePartitions.open(disk.root(), StorageSettings.defaults(), disk, InstantSource.system());
    PartitionLog failing = partitions.create(ORDERS, UUID.randomUUID());
    PartitionLog other = partitions.create(OTHER, UUID.randomUUID());
    Batches.store(failing, Batches.of("durable"));
    disk.failForcing(path -> path.toString().contains("orders-0"));

    Append.Stored stored = (Append.Stored) Batches.append(failing, Batches.of("lost"));
    assertThatThrownBy(() -> failing.durable(stored.endOffset()).toCompletableFuture().join())
        .hasCauseInstanceOf(PartitionOfflineException.class)
        .hasMessageContaining("Input/output error");
    disk.failForcing(_ -> false);

    assertThat(Batches.append(failing, Batches.of("x"))).isInstanceOf(Append.Refused.class);
    assertThat(failing.highWatermark()).isEqualTo(1);
    assertThat(Batches.store(other, Batches.of("x"))).isEqualTo(new Append.Stored(0, 1));
    partitions.close();
  }

  @Test
  void fullDiskRefusesAppendsUntilThereIsRoom() throws IOException {
    SimulatedDisk disk = new SimulatedDisk(directory.resolve("simulated"), new Random(1));
    try (FilePartitions partitions =
        FilePartitions.open(
            disk.root(), StorageSettings.defaults(), disk, InstantSource.system())) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      Batches.store(log, Batches.of("a"));
      disk.limitFreeBytes(10);
      assertThat(Batches.append(log, Batches.of("b")))
          .isInstanceOfSatisfying(
              Append.Refused.class,
              refused -> assertThat(refused.message()).contains("No space left on device"));
      disk.limitFreeBytes(1 << 30);
      partitions.lookForRoom();

      Batches.store(log, Batches.of("c"));
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED)).containsExactly("0:a", "1:c");
    }
  }

  private void flipByteAt(long position) throws IOException {
    try (var file =
        java.nio.channels.FileChannel.open(
            segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, position);
      one.put(0, (byte) ~one.get(0)).flip();
      file.write(one, position);
    }
  }
}
