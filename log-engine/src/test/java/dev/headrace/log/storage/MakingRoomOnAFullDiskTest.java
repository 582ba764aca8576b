package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Not a byte is left on the disk, for somebody has taken them all: what is no longer wanted can be
 * deleted all the same, and then everything goes on.
 */
class MakingRoomOnAFullDiskTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final long CAPACITY = 5 << 20;
  private static final int SEGMENT_BYTES = 400_000;
  private static final String VALUE = "x".repeat(90_000);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private SmallDisk disk;
  private FilePartitions partitions;
  private PartitionLog orders;
  private int written;

  @BeforeEach
  void open() throws IOException {
    disk = new SmallDisk(directory, CAPACITY);
    partitions = open(SEGMENT_BYTES);
    orders = partitions.create(ORDERS, new UUID(1, 1));
  }

  private FilePartitions open(int segmentBytes) throws IOException {
    StorageSettings settings =
        StorageSettings.defaults()
            .withTopics(new PartitionSettings(segmentBytes, Long.MAX_VALUE, 1 << 20))
            .withLeastUsableBytes(0)
            .withCleaning(
                CleaningSettings.defaults().withRetentionCheckMillis(Long.MAX_VALUE >> 20))
            .withBudget(new DiskBudget(0, OptionalLong.empty(), Set.of()));
    return FilePartitions.open(directory, settings, disk, InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    partitions.close();
  }

  @Test
  void recordsCanBeDeleted() throws Exception {
    fillToTheLastByte();

    assertThat(delete(written / 2)).isEqualTo(new RecordDeletion.Deleted(written / 2));

    expectToGoOn(written / 2);
  }

  @Test
  void allRecordsCanBeDeletedOfASegmentThatIsStillWritten() throws Exception {
    partitions.close();
    partitions = open(100_000_000);
    orders = partitions.find(ORDERS).orElseThrow();
    Batches.store(orders, Batches.idempotent(7, 0, 0, "of a producer that is remembered"));
    written++;
    fillToTheLastByte();

    assertThat(delete(written)).isEqualTo(new RecordDeletion.Deleted(written));

    expectToGoOn(written);
  }

  @Test
  void retentionTakesWhatItMayAtOnceWhenSomebodyHasLessKept() throws Exception {
    partitions.watch(RetentionReaders.NONE);
    fillToTheLastByte();

    keepTwoSegments();

    await().atMost(PATIENCE).until(() -> orders.startOffset() > 0);
    expectToGoOn(orders.startOffset());
  }

  /** At a start all topics are configured before anybody can say what sinks still need. */
  @Test
  void retentionTakesNothingAtOnceBeforeItIsKnownWhoReads() throws Exception {
    fillToTheLastByte();

    keepTwoSegments();

    assertThat(delete(0)).as("done behind it").isEqualTo(new RecordDeletion.Deleted(0));
  }

  private void keepTwoSegments() {
    partitions.configure(
        ORDERS,
        new PartitionSettings(
            SEGMENT_BYTES,
            Long.MAX_VALUE,
            1 << 20,
            new Cleanup(
                true, false, new Retention(-1, 2L * SEGMENT_BYTES), Compaction.DEFAULTS, false)));
  }

  /** The room that was kept for that is nobody else's, however often it is asked for. */
  @Test
  void recordsAreRefusedUntilThereIsRoomForMoreThanThat() throws Exception {
    fillToTheLastByte();

    assertThat(partitions.useReserve()).isTrue();

    Append.Refused refused = (Append.Refused) Batches.append(orders, Batches.of(VALUE));
    assertThat(refused.why()).isEqualTo(Refusal.NO_ROOM);
    assertThat(refused.message()).contains("the disk is full to its last byte");
    partitions.lookForRoom();
    assertThat(Batches.append(orders, Batches.of(VALUE))).isInstanceOf(Append.Refused.class);

    assertThat(delete(written)).isEqualTo(new RecordDeletion.Deleted(written));
    expectToGoOn(written);
  }

  @Test
  void theNextProcessStartsHasAllAndCanDeleteToo() throws Exception {
    fillToTheLastByte();
    List<String> before = Batches.read(orders, 0, Isolation.READ_COMMITTED);

    partitions = open(SEGMENT_BYTES); // The former one is not closed, as if it was killed.
    orders = partitions.find(ORDERS).orElseThrow();

    assertThat(orders.offlineReason()).isEmpty();
    assertThat(Batches.read(orders, 0, Isolation.READ_COMMITTED)).isEqualTo(before);
    assertThat(delete(written)).isEqualTo(new RecordDeletion.Deleted(written));
    expectToGoOn(written);
  }

  @Test
  void aStopIsNotedSoTheNextStartNeedNotCheck() throws Exception {
    Batches.store(orders, Batches.idempotent(7, 0, 0, "of a producer that is remembered"));
    written++;
    fillToTheLastByte();

    partitions.close();

    assertThat(directory.resolve(".clean-stop")).exists();
    partitions = open(SEGMENT_BYTES);
    orders = partitions.find(ORDERS).orElseThrow();
    assertThat(Batches.read(orders, 0, Isolation.READ_COMMITTED)).hasSize(written);
  }

  /** Who used the reserve was killed, and somebody else took what it had left. */
  @Test
  void aStartThatFindsNoReserveSaysWhatIsMissing() throws Exception {
    fillToTheLastByte();
    assertThat(partitions.useReserve()).isTrue();
    disk.fillUp();

    assertThatThrownBy(() -> open(SEGMENT_BYTES))
        .isInstanceOfSatisfying(
            DataDirectoryException.class, it -> assertThat(it.code()).isEqualTo("data.disk-full"));
    disk.clear();
  }

  @Test
  void aPartitionCanBeDeleted() throws Exception {
    fillToTheLastByte();

    partitions.delete(ORDERS);

    assertThat(disk.freeBytes()).isGreaterThan(3L << 20);
    orders = partitions.create(ORDERS, new UUID(2, 2));
    expectToGoOn(0);
  }

  @Test
  void itCanBeDoneAgainAndAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      fillToTheLastByte();
      assertThat(delete(written)).isEqualTo(new RecordDeletion.Deleted(written));
      expectToGoOn(written);
    }
  }

  private void fillToTheLastByte() throws IOException {
    partitions.lookForRoom();
    while (Batches.append(orders, Batches.of(VALUE)) instanceof Append.Stored stored) {
      orders.durable(stored.endOffset()).toCompletableFuture().join();
      written++;
    }
    disk.fillUp();
    assertThat(disk.freeBytes()).isZero();
    assertThat(written).isPositive();
  }

  private RecordDeletion delete(long before) throws Exception {
    return partitions
        .deleteRecords(ORDERS, before)
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private boolean isDurable(Append.Stored stored) {
    orders.durable(stored.endOffset()).toCompletableFuture().join();
    return true;
  }

  /** Files go a little later. */
  private void expectToGoOn(long start) {
    assertThat(orders.startOffset()).isEqualTo(start);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              partitions.lookForRoom();
              return Batches.append(orders, Batches.of("again")) instanceof Append.Stored stored
                  && isDurable(stored);
            });
    written++;
    assertThat(orders.offlineReason()).isEmpty();
    assertThat(Batches.read(orders, start, Isolation.READ_COMMITTED).getLast())
        .isEqualTo(orders.endOffset() - 1 + ":again");
  }
}
