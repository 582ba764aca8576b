package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.CompactedLog.Seen;
import dev.headrace.log.storage.PartitionLog.Append;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of each key the last value stays, by Kafka's rules. */
final class CompactingTest {

  private static final String LARGE = "x".repeat(1000);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private FilePartitions partitions;
  private PartitionLog log;

  @BeforeEach
  void start() throws IOException {
    partitions =
        FilePartitions.open(directory, StorageSettings.defaults(), new CountingDisk(), clock);
    log = partitions.create(CompactedLog.NAME, new UUID(1, 1));
    CompactedLog.configure(partitions, CompactedLog.EAGER);
  }

  @AfterEach
  void stop() throws IOException {
    partitions.close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private void put(String... records) {
    Batches.store(log, Batches.keyed(Compression.NONE, clock.millis(), records));
  }

  /** What comes next goes into another segment. */
  private void fill() {
    put("fill=" + LARGE);
  }

  private void compact() {
    partitions.compact();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theLastValueOfEachKeyStaysWithItsOffsetTimeAndCodec(Compression compression) {
    for (int i = 0; i < 3; i++) {
      Batches.store(
          log,
          Batches.keyed(compression, clock.millis() + 10L * i, "a=" + i, "b=" + i, "c" + i + "=x"));
      fill();
    }
    put("d=last");

    compact();

    assertThat(CompactedLog.shown(log))
        .containsExactly(
            "2:c0=x", "6:c1=x", "8:a=2", "9:b=2", "10:c2=x", "11:fill=" + LARGE, "12:d=last");
    List<Seen> seen = CompactedLog.read(log);
    assertThat(seen.getFirst().timestampMillis()).isEqualTo(clock.millis() + 2);
    assertThat(seen.get(2).timestampMillis()).isEqualTo(clock.millis() + 20);
    RecordBatch first = Batches.readBatches(log, 0, 100_000, Isolation.READ_COMMITTED).getFirst();
    assertThat(first.compression()).isEqualTo(compression);
    assertThat(first.baseOffset()).isZero();
    assertThat(first.lastOffset()).isEqualTo(2);
    assertThat(log.offsetForTimestamp(clock.millis() + 20, Isolation.READ_COMMITTED))
        .map(PartitionLog.TimestampedOffset::offset)
        .contains(8L);
    for (long from = 0; from < log.endOffset(); from++) {
      assertThat(Batches.readBatches(log, from, 100_000, Isolation.READ_COMMITTED)).isNotEmpty();
    }
  }

  @Test
  void aTombstoneIsKeptForAWhileAndThenGoes() throws IOException {
    Duration day = Duration.ofDays(1);
    CompactedLog.configure(partitions, new Compaction(0, 0, Long.MAX_VALUE, day.toMillis()));
    long writtenAt = clock.millis();
    put("a=1", "b=1");
    put("a");
    fill();
    fill();

    compact();
    assertThat(CompactedLog.shown(log)).contains("1:b=1", "2:a").doesNotContain("0:a=1");
    assertThat(CompactedLog.read(log).get(1).timestampMillis()).isEqualTo(writtenAt);

    clock.pass(day.minusMillis(1));
    fill();
    compact();
    assertThat(CompactedLog.shown(log)).contains("2:a");

    clock.pass(Duration.ofMillis(1));
    fill();
    compact();
    assertThat(CompactedLog.shown(log)).contains("1:b=1").doesNotContain("2:a");
    restart();
    assertThat(CompactedLog.table(log)).isEqualTo(Map.of("b", "1", "fill", LARGE));
  }

  @Test
  void whatIsYoungerThanTheTopicAllowsIsLeftAlone() {
    CompactedLog.configure(partitions, new Compaction(0, 60_000, Long.MAX_VALUE, 0));
    put("a=1");
    fill();
    put("a=2");
    fill();
    put("a=3");

    compact();
    assertThat(CompactedLog.shown(log)).contains("0:a=1", "2:a=2");

    clock.pass(Duration.ofMinutes(2));
    compact();
    assertThat(CompactedLog.shown(log)).contains("2:a=2").doesNotContain("0:a=1");
  }

  @Test
  void whatWaitsLongerThanTheTopicAllowsIsCompactedWithoutFurtherWrites() {
    CompactedLog.configure(partitions, new Compaction(1, 0, 60_000, 0));
    put("a=1");
    put("a=2");
    partitions.compact();
    assertThat(CompactedLog.shown(log)).containsExactly("0:a=1", "1:a=2");

    clock.pass(Duration.ofMinutes(2));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              partitions.compact();
              assertThat(CompactedLog.shown(log)).containsExactly("1:a=2");
            });
    assertThat(Batches.store(log, Batches.keyed(Compression.NONE, 1, "b=1")))
        .isEqualTo(new Append.Stored(2, 3));
  }

  @Test
  void nothingIsDoneBeforeEnoughIsDirty() {
    put("a=1");
    fill();
    fill();
    compact();
    CompactedLog.configure(partitions, new Compaction(0.6, 0, Long.MAX_VALUE, 0));
    fill();
    compact();
    assertThat(CompactedLog.read(log)).hasSize(4);
    fill();
    fill();
    compact();
    assertThat(CompactedLog.read(log)).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void keysThatExceedTheMemoryTakeSeveralPasses() throws IOException {
    stop();
    StorageSettings small =
        StorageSettings.defaults().withCleaning(CleaningSettings.defaults().withMapBytes(1024));
    partitions = FilePartitions.open(directory, small, new CountingDisk(), clock);
    log = partitions.create(CompactedLog.NAME, new UUID(1, 1));
    CompactedLog.configure(partitions, 4096, CompactedLog.EAGER);
    for (int round = 0; round < 3; round++) {
      for (int key = 0; key < 300; key++) {
        put("key-" + key + "=" + round, "twice-" + key + "=" + round);
      }
    }
    fill();
    CompactedLog.configure(partitions, 1024, CompactedLog.EAGER);
    fill();

    compact();

    List<Seen> seen = CompactedLog.read(log);
    assertThat(seen.stream().filter(it -> !it.key().equals("fill")))
        .hasSize(600)
        .allMatch(it -> it.value().orElseThrow().equals("2"));
  }

  @Test
  void recordsOfAbortedTransactionsGoAndTheirMarkersFollow() {
    Batches.store(log, transactional(7, 0, "a=aborted"));
    Batches.store(log, transactional(8, 0, "b=committed"));
    mark(7, 0, Marker.ABORT);
    mark(8, 0, Marker.COMMIT);
    Batches.store(log, transactional(7, 1, "c=committed"));
    mark(7, 1, Marker.COMMIT);
    // What producers wrote last is kept for their sequences, so they write again.
    Batches.store(log, transactional(8, 1, "other=1"));
    mark(8, 1, Marker.COMMIT);
    fill();
    fill();

    compact();
    assertThat(CompactedLog.shown(log)).startsWith("1:b=committed", "4:c=committed", "6:other=1");
    assertThat(markers()).containsExactly(2L, 3L, 5L, 7L);

    fill();
    compact();
    assertThat(markers()).containsExactly(2L, 3L, 5L, 7L);
    clock.pass(Duration.ofMillis(1));
    fill();
    compact();
    assertThat(markers()).containsExactly(3L, 5L, 7L);
    assertThat(CompactedLog.shown(log)).startsWith("1:b=committed", "4:c=committed", "6:other=1");
  }

  @Test
  void aMarkerStaysAsLongAsARecordOfItsTransaction() {
    Batches.store(log, transactional(7, 0, "a=1", "b=1"));
    mark(7, 0, Marker.COMMIT);
    Batches.store(log, transactional(7, 1, "a=2"));
    mark(7, 1, Marker.COMMIT);
    fill();
    fill();
    compact();
    assertThat(CompactedLog.shown(log)).startsWith("1:b=1", "3:a=2");
    assertThat(markers()).containsExactly(2L, 4L);
  }

  @Test
  void anOpenTransactionStopsCompactionAndNothingElse() {
    put("a=1");
    fill();
    Batches.store(log, transactional(7, 0, "a=open"));
    fill();
    put("a=2");
    fill();
    fill();

    compact();
    assertThat(CompactedLog.table(log)).containsEntry("a", "1");

    mark(7, 0, Marker.COMMIT);
    compact();
    assertThat(CompactedLog.shown(log)).doesNotContain("0:a=1").contains("4:a=2");
  }

  @Test
  void repeatedBatchesAreKnownAfterAllTheirRecordsAreGone() throws IOException {
    RecordBatch last = Batches.keyed(Compression.NONE, 1, "a=1", "b=1");
    last.stampProducer(7, (short) 0, 5);
    Batches.store(log, last);
    put("a=2", "b=2");
    fill();
    fill();
    compact();
    assertThat(CompactedLog.shown(log)).startsWith("2:a=2");

    // The producers are to be found in the batches, not in snapshots.
    stop();
    for (String suffix : List.of(".clean-stop", ".snapshot")) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(it -> it.toString().endsWith(suffix)).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.delete(directory.resolve("recovery-point-offset-checkpoint"));
    start();

    last.assign(0, 0);
    assertThat(Batches.append(log, last)).isEqualTo(new Append.Duplicate(0, 2));
    RecordBatch next = Batches.keyed(Compression.NONE, 1, "a=3");
    next.stampProducer(7, (short) 0, 7);
    assertThat(Batches.append(log, next)).isInstanceOf(Append.Stored.class);
  }

  @Test
  void aPartitionThatCannotBeCompactedIsLeftAloneAndOthersAreNot() throws IOException {
    put("a=1");
    fill();
    put("a=2");
    fill();
    fill();
    TopicPartition other = new TopicPartition("others", 0);
    PartitionLog otherLog = partitions.create(other, new UUID(2, 2));
    partitions.configure(
        other,
        new PartitionSettings(
            1024,
            Long.MAX_VALUE,
            1 << 20,
            new Cleanup(false, true, Cleanup.Retention.DEFAULTS, CompactedLog.EAGER, false)));
    for (int i = 0; i < 3; i++) {
      Batches.store(otherLog, Batches.keyed(Compression.NONE, 1, "a=" + i + LARGE));
    }
    byte[] before = damageFirstSegment();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              partitions.compact();
              assertThat(CompactedLog.read(otherLog)).hasSize(2);
            });
    assertThat(log.offlineReason()).isEmpty();
    assertThat(Files.readAllBytes(firstSegment())).isEqualTo(before);
    put("b=1");
    assertThat(log.endOffset()).isEqualTo(6);
  }

  @Test
  void withBothPoliciesWhatIsOldGoesThoughItIsAKeysLastValue() throws IOException {
    Cleanup both =
        new Cleanup(
            true,
            true,
            new Cleanup.Retention(Duration.ofDays(1).toMillis(), -1),
            CompactedLog.EAGER,
            false);
    partitions.configure(
        CompactedLog.NAME, new PartitionSettings(1024, Long.MAX_VALUE, 1 << 20, both));
    put("old=1");
    fill();
    put("a=1");
    fill();
    clock.pass(Duration.ofHours(23));
    put("a=2");
    fill();
    put("b=1");
    compact();
    assertThat(CompactedLog.table(log)).containsKeys("old", "a", "b");

    clock.pass(Duration.ofHours(2));
    partitions.retain();

    assertThat(CompactedLog.table(log)).containsOnlyKeys("a", "b", "fill").containsEntry("a", "2");
    restart();
    assertThat(CompactedLog.table(log)).containsOnlyKeys("a", "b", "fill");
  }

  @Test
  void aRecordWithoutKeyIsRefusedForItWouldNotStay() {
    assertThat(Batches.append(log, Batches.of("no key")))
        .isInstanceOfSatisfying(
            Append.Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(PartitionLog.Refusal.INVALID_RECORD);
              assertThat(refused.message()).contains("states-0", "needs a key");
            });
  }

  private Path firstSegment() {
    return directory.resolve("states-0/00000000000000000000.log");
  }

  private byte[] damageFirstSegment() throws IOException {
    try (FileChannel channel = FileChannel.open(firstSegment(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), 65);
    }
    return Files.readAllBytes(firstSegment());
  }

  private RecordBatch transactional(long producerId, int epoch, String... records) {
    RecordBatch batch = Batches.keyed(Compression.NONE, clock.millis(), records);
    batch.stampTransactional(producerId, (short) epoch, 0);
    return batch;
  }

  private void mark(long producerId, int epoch, Marker marker) {
    Append.Stored stored = (Append.Stored) log.appendMarker(producerId, (short) epoch, marker, 0);
    log.durable(stored.endOffset()).toCompletableFuture().join();
  }

  private List<Long> markers() {
    List<Long> markers = new java.util.ArrayList<>();
    long next = 0;
    while (next < log.endOffset()) {
      for (RecordBatch batch :
          Batches.readBatches(log, next, 1 << 20, Isolation.READ_UNCOMMITTED)) {
        if (batch.isControl()) {
          markers.add(batch.baseOffset());
        }
        next = batch.nextOffset();
      }
    }
    return markers;
  }
}
