package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.DiskRoom.Level;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes end before the disk does, and what makes room or finishes something goes on. */
class KeepingWithinTheDiskBudgetTest {

  private static final long MIB = 1 << 20;
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);
  private static final TopicPartition CONFIGS = new TopicPartition("node-configs", 0);

  @TempDir Path directory;
  private SimulatedDisk disk;
  private FilePartitions partitions;
  private PartitionLog orders;

  @BeforeEach
  void open() throws IOException {
    disk = new SimulatedDisk(directory, new Random(1));
    open(new DiskBudget(100 * MIB, OptionalLong.empty(), Set.of("node-configs")));
  }

  private void open(DiskBudget budget) throws IOException {
    partitions =
        FilePartitions.open(
            disk.root(), StorageSettings.defaults().withBudget(budget), disk, new TestClock());
    orders = partitions.create(ORDERS, new UUID(1, 1));
  }

  @AfterEach
  void close() throws IOException {
    disk.limitFreeBytes(Long.MAX_VALUE);
    partitions.close();
  }

  @ParameterizedTest
  @CsvSource({"201,AMPLE", "199,LOW", "151,LOW", "149,SCARCE", "100,FULL", "0,FULL"})
  void levelFollowsFromWhatIsFree(long freeMib, Level level) {
    assertThat(look(freeMib)).isEqualTo(level);
  }

  /** The margin is 100 MiB; an eighth of it, 12.5 MiB, must come back on top. */
  @ParameterizedTest
  @CsvSource({
    "90,100,FULL",
    "90,112,FULL",
    "90,113,SCARCE",
    "90,162,SCARCE",
    "90,163,LOW",
    "90,212,LOW",
    "90,213,AMPLE",
    "140,155,SCARCE",
    "140,163,LOW",
    "190,205,LOW",
    "190,213,AMPLE"
  })
  void levelIsLeftOnlyWithSomeMoreRoom(long beforeMib, long freeMib, Level level) {
    look(beforeMib);

    assertThat(look(freeMib)).isEqualTo(level);
  }

  @Test
  void fullDirectoryTakesNoRecordsAndShowsWhatItHas() {
    Batches.store(orders, Batches.of("before"));

    look(99);

    assertThat(refusal(Batches.append(orders, Batches.of("refused"))).message())
        .contains("orders-0", "99 MiB are free", "log.disk.min.free.bytes is 100 MiB");
    assertThat(Batches.read(orders, 0, Isolation.READ_COMMITTED)).containsExactly("0:before");
    assertThat(orders.offlineReason()).isEmpty();
  }

  @Test
  void recordsAreTakenAgainWhenThereIsRoom() {
    look(99);
    Batches.append(orders, Batches.of("refused"));

    look(150);

    Batches.store(orders, Batches.of("after"));
    assertThat(Batches.read(orders, 0, Isolation.READ_COMMITTED)).containsExactly("0:after");
  }

  @Test
  void scarceRoomRefusesNothing() {
    look(101);

    assertThat(partitions.room().holdsSources()).isTrue();
    Batches.store(orders, Batches.of("a"));
  }

  @Test
  void theNodeStillWritesWhatIsItsOwn() throws IOException {
    PartitionLog offsets = partitions.create(OFFSETS, new UUID(2, 2));
    PartitionLog configs = partitions.create(CONFIGS, new UUID(3, 3));

    look(50);

    Batches.store(offsets, Batches.of("offset"));
    Batches.store(configs, Batches.of("config"));
  }

  @Test
  void openTransactionIsEnded() {
    Batches.store(orders, Batches.transactional(7, 0, 0, "a"));

    look(50);

    assertThat(orders.appendMarker(7, (short) 0, Marker.COMMIT, 0))
        .isInstanceOf(Append.Stored.class);
    assertThat(refusal(Batches.append(orders, Batches.transactional(7, 0, 1, "b"))).why())
        .isEqualTo(Refusal.NO_ROOM);
  }

  @Test
  void repeatedBatchIsAnsweredAsStored() {
    Batches.store(orders, Batches.idempotent(7, 0, 0, "a"));

    look(50);

    assertThat(Batches.append(orders, Batches.idempotent(7, 0, 0, "a")))
        .isEqualTo(new Append.Duplicate(0, 1));
    assertThat(refusal(Batches.append(orders, Batches.idempotent(7, 0, 1, "b"))).why())
        .isEqualTo(Refusal.NO_ROOM);
    look(200);
    Batches.store(orders, Batches.idempotent(7, 0, 1, "b"));
  }

  @Test
  void retentionMakesRoomWithinALimitOfSize() throws IOException {
    partitions.close();
    open(new DiskBudget(0, OptionalLong.of(MIB), Set.of()));
    partitions.configure(ORDERS, new PartitionSettings(1 << 20, Long.MAX_VALUE, 1 << 20));
    String large = "x".repeat(600_000);
    Batches.store(orders, Batches.of(large));
    Batches.store(orders, Batches.of(large));

    assertThat(partitions.lookForRoom().level()).isEqualTo(Level.FULL);
    assertThat(refusal(Batches.append(orders, Batches.of("refused"))).message())
        .contains("the partitions hold 1 MiB", "log.disk.max.bytes is 1 MiB");

    partitions.deleteRecords(ORDERS, 1).toCompletableFuture().join();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> partitions.lookForRoom().level() == Level.AMPLE); // the files go later
    Batches.store(orders, Batches.of("after"));
  }

  @Test
  void withoutLimitsOnlyTheDiskItselfRefuses() throws IOException {
    partitions.close();
    open(new DiskBudget(0, OptionalLong.empty(), Set.of()));

    assertThat(look(0)).isEqualTo(Level.AMPLE);
  }

  private Level look(long freeMib) {
    disk.limitFreeBytes(freeMib * MIB);
    return partitions.lookForRoom().level();
  }

  private static Append.Refused refusal(Append append) {
    assertThat(append).isInstanceOf(Append.Refused.class);
    return (Append.Refused) append;
  }
}
