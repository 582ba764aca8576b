package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.Append;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that was a year ahead is mended: nothing goes for it, and nothing waits a year. */
class SettingTheClockBackTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR_BACK = Duration.ofDays(-365);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private FilePartitions partitions;
  private PartitionLog orders;

  @BeforeEach
  void start() throws IOException {
    partitions = FilePartitions.open(directory, StorageSettings.defaults(), new FileDisk(), clock);
    orders = partitions.create(ORDERS, new UUID(1, 1));
    Cleanup cleanup =
        new Cleanup(true, false, new Retention(HOUR.toMillis(), -1), Compaction.DEFAULTS, false);
    partitions.configure(ORDERS, new PartitionSettings(1 << 20, HOUR.toMillis(), 1 << 20, cleanup));
  }

  @AfterEach
  void stop() throws IOException {
    partitions.close();
  }

  @Test
  void recordsStayAndGoWhenTheyAreOldByTheClockAsItIs() throws IOException {
    store("from the future");
    clock.pass(YEAR_BACK);

    partitions.retain();
    store("from now");

    assertThat(values()).containsExactly("0:from the future", "1:from now");
    clock.pass(Duration.ofDays(365).plus(HOUR).plusMinutes(1));
    store("later"); // closes the segment, which is more than an hour old now
    awaitOldestGone();
  }

  @Test
  void segmentsAreRolledByAgeAgainAfterAnHour() throws IOException {
    store("a");
    clock.pass(YEAR_BACK);
    store("b");
    assertThat(segments()).isEqualTo(1);

    clock.pass(HOUR.plusMinutes(1));
    store("c");

    assertThat(segments()).isEqualTo(2);
  }

  @Test
  void recoveryPointsAreNotedAsBefore() throws IOException {
    store("a");
    clock.pass(YEAR_BACK);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              clock.pass(Duration.ofMinutes(1));
              store("b");
              return recoveryPoint() >= 2;
            });
  }

  /** As it is noted; 0 when it is not. */
  private long recoveryPoint() throws IOException {
    Path file = directory.resolve("recovery-point-offset-checkpoint");
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("orders 0 "))
            .mapToLong(line -> Long.parseLong(line.substring("orders 0 ".length())))
            .findFirst()
            .orElse(0)
        : 0;
  }

  @Test
  void producersAreRememberedAndTheirSequencesStand() {
    Batches.store(orders, Batches.idempotent(7, 0, 0, "a"));
    clock.pass(YEAR_BACK);

    assertThat(Batches.append(orders, Batches.idempotent(7, 0, 0, "a")))
        .isEqualTo(new Append.Duplicate(0, 1));
    Batches.store(orders, Batches.idempotent(7, 0, 1, "b"));
  }

  private void store(String value) {
    Batches.store(orders, Batches.at(clock.millis(), value));
  }

  private List<String> values() {
    return Batches.read(orders, orders.startOffset(), Isolation.READ_COMMITTED);
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("orders-0"))) {
      return files.filter(it -> it.toString().endsWith(".log")).count();
    }
  }

  private void awaitOldestGone() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              partitions.retain();
              assertThat(values()).containsExactly("2:later");
            });
  }
}
