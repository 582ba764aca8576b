package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Read;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that fails takes its partition offline until the next start; all others are served. */
class FailingFilesTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);
  private static final StorageSettings SETTINGS = StorageSettings.defaults();

  @TempDir Path directory;
  private SimulatedDisk disk;
  private FilePartitions partitions;
  private PartitionLog orders;
  private PartitionLog other;

  @BeforeEach
  void writeSomething() throws IOException {
    disk = new SimulatedDisk(directory, new Random(1));
    partitions = FilePartitions.open(disk.root(), SETTINGS, disk, InstantSource.system());
    orders = partitions.create(ORDERS, UUID.randomUUID());
    other = partitions.create(OTHER, UUID.randomUUID());
    Batches.store(orders, Batches.of("before"));
    Batches.store(other, Batches.of("before"));
  }

  @AfterEach
  void close() throws IOException {
    partitions.close();
  }

  @Test
  void aWriteThatFails() throws IOException {
    disk.failWriting(FailingFilesTest::isOfOrders);
    assertThat(refusal(Batches.append(orders, Batches.of("lost"))).message())
        .contains("Input/output error");
    disk.failWriting(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  @Test
  void aReadThatFails() throws IOException {
    for (int i = 0; i < 20; i++) {
      Batches.store(orders, Batches.of("filler"));
    }
    disk.failReading(FailingFilesTest::isOfOrders);
    assertThat(orders.read(1, 1000, Isolation.READ_COMMITTED))
        .isInstanceOfSatisfying(
            Read.Unavailable.class, it -> assertThat(it.reason()).contains("Input/output error"));
    disk.failReading(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  @Test
  void aReadThatFailsLater() throws IOException {
    try (FileSlice slice = ((Read.Found) orders.read(0, 1000, Isolation.READ_COMMITTED)).slice()) {
      disk.failReading(FailingFilesTest::isOfOrders);
      assertThatThrownBy(() -> slice.read(0, ByteBuffer.allocate(10)))
          .isInstanceOf(IOException.class);
    }
    disk.failReading(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  @Test
  void aSearchThatFails() throws IOException {
    disk.failReading(FailingFilesTest::isOfOrders);
    assertThat(orders.offsetForTimestamp(1000, Isolation.READ_COMMITTED)).isEmpty();
    disk.failReading(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  @Test
  void aForceThatFails() throws IOException {
    disk.failForcing(FailingFilesTest::isOfOrders);
    Append.Stored stored = (Append.Stored) Batches.append(orders, Batches.of("lost"));
    assertThatThrownBy(() -> orders.durable(stored.endOffset()).toCompletableFuture().join())
        .hasCauseInstanceOf(PartitionOfflineException.class);
    disk.failForcing(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  /** Nothing is wrong with what is on the disk. */
  @Test
  void aFileThatCannotBeOpenedIsOpenedLater() throws IOException {
    partitions.close();
    partitions = FilePartitions.open(disk.root(), SETTINGS, disk, InstantSource.system());
    orders = partitions.find(ORDERS).orElseThrow();
    disk.failOpening(FailingFilesTest::isOfOrders);

    Append.Refused refused = refusal(Batches.append(orders, Batches.of("refused")));
    assertThat(refused.why()).isEqualTo(Refusal.OFFLINE);
    assertThat(refused.message()).contains("Too many open files");
    assertThat(orders.read(0, 1000, Isolation.READ_COMMITTED)).isInstanceOf(Read.Unavailable.class);
    assertThat(orders.offlineReason()).isEmpty();

    disk.failOpening(_ -> false);
    Batches.store(orders, Batches.of("after"));
    assertThat(Batches.read(orders, 0, Isolation.READ_COMMITTED))
        .containsExactly("0:before", "1:after");
  }

  /** As on a file system that was shut down after an error. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatCannotBeOpenedForTheDiskFails(boolean isRead) throws IOException {
    partitions.close();
    partitions = FilePartitions.open(disk.root(), SETTINGS, disk, InstantSource.system());
    orders = partitions.find(ORDERS).orElseThrow();
    other = partitions.find(OTHER).orElseThrow();
    disk.failOpening(FailingFilesTest::isOfOrders, "Input/output error");

    if (isRead) {
      assertThat(orders.read(0, 1000, Isolation.READ_COMMITTED))
          .isInstanceOf(Read.Unavailable.class);
    } else {
      assertThat(refusal(Batches.append(orders, Batches.of("lost"))).why())
          .isEqualTo(Refusal.OFFLINE);
    }
    disk.failOpening(_ -> false);

    expectOnlyOrdersToBeOffline();
    expectToComeBackWithTheNextStart();
  }

  private void expectOnlyOrdersToBeOffline() {
    assertThat(orders.offlineReason().orElseThrow())
        .contains("Input/output error", disk.root().toString(), "restart");
    assertThat(refusal(Batches.append(orders, Batches.of("x"))).message()).contains("is offline");
    assertThat(orders.read(0, 1000, Isolation.READ_COMMITTED)).isInstanceOf(Read.Unavailable.class);
    assertThat(Batches.store(other, Batches.of("x"))).isEqualTo(new Append.Stored(1, 2));
    assertThat(Batches.read(other, 0, Isolation.READ_COMMITTED)).hasSize(2);
  }

  private void expectToComeBackWithTheNextStart() throws IOException {
    partitions.close();
    partitions = FilePartitions.open(disk.root(), SETTINGS, disk, InstantSource.system());
    PartitionLog recovered = partitions.find(ORDERS).orElseThrow();
    assertThat(recovered.offlineReason()).isEmpty();
    assertThat(Batches.read(recovered, 0, Isolation.READ_COMMITTED)).startsWith("0:before");
    Batches.store(recovered, Batches.of("after"));
  }

  private static Append.Refused refusal(Append append) {
    assertThat(append).isInstanceOf(Append.Refused.class);
    return (Append.Refused) append;
  }

  private static boolean isOfOrders(Path path) {
    return path.toString().contains("orders-0");
  }
}
