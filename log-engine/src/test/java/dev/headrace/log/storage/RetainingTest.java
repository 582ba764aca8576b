package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Read;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments go when they are too old or too many, as Kafka lets them go. */
final class RetainingTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String LARGE = "x".repeat(1000);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private FilePartitions partitions;
  private PartitionLog log;

  @BeforeEach
  void start() throws IOException {
    partitions =
        FilePartitions.open(
            directory.resolve("data"), StorageSettings.defaults(), new FileDisk(), clock);
    log = partitions.create(ORDERS, new UUID(1, 1));
    configure(Cleanup.DEFAULTS);
  }

  @AfterEach
  void stop() throws IOException {
    partitions.close();
  }

  private void configure(Cleanup cleanup) {
    partitions.configure(ORDERS, new PartitionSettings(2300, Long.MAX_VALUE, 1 << 20, cleanup));
  }

  private static Cleanup deleting(long millis, long bytes) {
    return new Cleanup(true, false, new Retention(millis, bytes), Compaction.DEFAULTS, false);
  }

  /** A segment of two records, an hour apart. */
  private void writeSegment() {
    for (int i = 0; i < 2; i++) {
      Batches.store(log, Batches.at(clock.millis(), LARGE));
      clock.pass(HOUR);
    }
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("data/orders-0"))) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> it.endsWith(".log"))
          .map(it -> it.replaceAll("^0+(?=\\d)|\\.log$", ""))
          .sorted()
          .toList();
    }
  }

  private void awaitSegments(String... bases) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              partitions.retain();
              assertThat(segments()).containsExactly(bases);
            });
  }

  @Test
  void whatIsOlderThanTheTopicAllowsGoesBySegments() throws IOException {
    writeSegment();
    writeSegment();
    writeSegment();
    configure(deleting(HOUR.toMillis() * 5, -1));

    partitions.retain();
    assertThat(log.startOffset()).isZero();
    clock.pass(HOUR);
    awaitSegments("2", "4");

    assertThat(log.startOffset()).isEqualTo(2);
    assertThat(log.read(1, 100, Isolation.READ_COMMITTED)).isEqualTo(new Read.OutOfRange(2, 6));
    assertThat(Batches.read(log, 2, Isolation.READ_COMMITTED)).hasSize(4);
    assertThat(log.offsetForTimestamp(0, Isolation.READ_COMMITTED))
        .map(TimestampedOffset::offset)
        .contains(2L);
  }

  @Test
  void theLastSegmentGoesTooAndOffsetsGoOnBehindIt() throws IOException {
    writeSegment();
    clock.pass(HOUR.multipliedBy(24 * 8));

    awaitSegments("2");

    assertThat(log.startOffset()).isEqualTo(2);
    assertThat(log.sizeInBytes()).isZero();
    assertThat(log.maxTimestamp()).isEmpty();
    stop();
    start();
    assertThat(log.startOffset()).isEqualTo(2);
    assertThat(Batches.store(log, Batches.of("next"))).isEqualTo(new Append.Stored(2, 3));
  }

  @Test
  void whatIsTooMuchGoesTheOldestFirst() throws IOException {
    writeSegment();
    writeSegment();
    writeSegment();
    long bytes = log.sizeInBytes() / 3;

    configure(deleting(-1, 2 * bytes + 1));
    partitions.retain();
    assertThat(log.startOffset()).isZero();

    configure(deleting(-1, 2 * bytes));
    awaitSegments("2", "4");
  }

  @Test
  void everythingStaysWithoutTheDeletePolicyAndWithRetentionForEver() throws IOException {
    writeSegment();
    clock.pass(HOUR.multipliedBy(24 * 365));
    for (Cleanup cleanup :
        List.of(
            deleting(-1, -1),
            new Cleanup(false, true, new Retention(1, 1), Compaction.DEFAULTS, false),
            new Cleanup(false, false, new Retention(1, 1), Compaction.DEFAULTS, false))) {
      configure(cleanup);
      partitions.retain();
      assertThat(log.startOffset()).isZero();
    }
    configure(deleting(1, -1));
    partitions.retain();
    assertThat(log.startOffset()).isEqualTo(2);
  }

  @Test
  void aTransactionWithoutOutcomeIsKeptWithAllBehindIt() {
    writeSegment();
    Batches.store(log, Batches.transactional(7, 0, 0, LARGE));
    writeSegment();
    clock.pass(HOUR.multipliedBy(24 * 8));

    awaitSegments("2", "4");

    log.appendMarker(7, (short) 0, Marker.COMMIT, 0);
    clock.pass(HOUR.multipliedBy(24 * 8));
    awaitSegments("6");
  }

  @Test
  void aReadOnItsWayEndsUndisturbed() throws IOException {
    writeSegment();
    writeSegment();
    Read.Found found = (Read.Found) log.read(0, 1 << 20, Isolation.READ_UNCOMMITTED);
    configure(deleting(1, -1));

    awaitSegments("4");

    try (FileSlice slice = found.slice()) {
      ByteBuffer bytes = ByteBuffer.allocate(slice.length());
      assertThat(slice.read(0, bytes)).isEqualTo(slice.length());
      assertThat(slice.channel().isOpen()).isTrue();
    }
  }

  @Test
  void aSegmentIsAsOldAsItsFirstBatchAfterARestart() throws IOException {
    Batches.store(log, Batches.at(clock.millis(), "early"));
    stop();
    clock.pass(HOUR.multipliedBy(24 * 7 + 1));
    start();
    partitions.configure(
        ORDERS, new PartitionSettings(2300, HOUR.toMillis() * 24 * 7, 1 << 20, deleting(-1, -1)));
    Batches.store(log, Batches.at(clock.millis(), "late"));

    assertThat(segments()).containsExactly("0", "1");
    assertThat(log.maxTimestamp()).isEqualTo(Optional.of(new TimestampedOffset(1, clock.millis())));
  }
}
