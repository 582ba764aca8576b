package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.RetentionReaders.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Retention says in time whom it is about to overtake, and waits where the topic wants that. */
final class HoldingRetentionForReadersTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;

  private final TestClock clock = new TestClock();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private FilePartitions partitions;
  private PartitionLog log;
  private long readerOffset;

  @BeforeEach
  void start() throws IOException {
    partitions =
        FilePartitions.open(directory, StorageSettings.defaults(), new CountingDisk(), clock);
    partitions.watch(() -> Map.of(ORDERS, List.of(new Progress("group sink", readerOffset))));
    log = partitions.create(ORDERS, new UUID(1, 1));
    logged.start();
    logger().addAppender(logged);
  }

  @AfterEach
  void stop() throws IOException {
    logger().detachAppender(logged);
    partitions.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(OvertakingWatch.class);
  }

  private void configure(long millis, long bytes, boolean holds) {
    Cleanup cleanup =
        new Cleanup(true, false, new Retention(millis, bytes), Compaction.DEFAULTS, holds);
    partitions.configure(ORDERS, new PartitionSettings(1024, Long.MAX_VALUE, 1 << 20, cleanup));
  }

  /** Segments of one record, a day apart. */
  private void write(int segments) {
    for (int i = 0; i < segments; i++) {
      Batches.store(log, Batches.at(clock.millis(), "x".repeat(1000)));
      clock.pass(DAY);
    }
  }

  private List<String> said() {
    List<String> said = logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    logged.list.clear();
    return said;
  }

  @Test
  void warnsOfTheTimeThatIsLeftAndThenOfWhatIsLost() {
    configure(DAY.toMillis() * 10, -1, false);
    write(8);
    readerOffset = 0;

    partitions.retain();
    assertThat(said()).isEmpty();

    clock.pass(Duration.ofHours(12));
    partitions.retain();
    assertThat(said())
        .singleElement()
        .asString()
        .contains("orders-0", "group sink", "offset 0 of 8", "has 36 h 0 min left");
    partitions.retain();
    assertThat(said()).isEmpty();

    clock.pass(DAY.multipliedBy(2));
    partitions.retain();
    assertThat(said()).singleElement().asString().contains("from 0 to 0 which group sink");
    assertThat(log.startOffset()).isEqualTo(1);
  }

  @Test
  void warnsOfTheRoomThatIsLeft() {
    configure(-1, 10_000, false);
    write(9);
    readerOffset = 0;

    partitions.retain();

    assertThat(said()).singleElement().asString().contains("group sink", "has 1 KiB left");
  }

  @Test
  void isSilentForWhoHasReadAllAndForWhoCaughtUp() {
    configure(DAY.toMillis() * 10, -1, false);
    write(9);
    readerOffset = 9;
    partitions.retain();
    readerOffset = 0;
    partitions.retain();
    assertThat(said()).hasSize(1);
    readerOffset = 5;
    partitions.retain();
    assertThat(said()).isEmpty();
  }

  @Test
  void waitsWhereTheTopicWantsIt() {
    configure(DAY.toMillis(), -1, true);
    readerOffset = 3;
    write(8);

    partitions.retain();

    assertThat(log.startOffset()).isEqualTo(3);
    assertThat(said()).singleElement().asString().contains("kept beyond their time", "group sink");

    readerOffset = 6;
    partitions.retain();
    assertThat(log.startOffset()).isEqualTo(6);

    readerOffset = 8;
    partitions.retain();
    assertThat(log.startOffset()).isEqualTo(7);
  }
}
