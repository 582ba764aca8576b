package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Compression;
import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition keeps the time stamps of its writers, or gives its own, as its topic says. */
final class StampingRecordsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;
  private final TestClock clock = new TestClock();
  private Partitions partitions;
  private PartitionLog log;

  @BeforeEach
  void open() throws IOException {
    partitions = FilePartitions.open(directory, StorageSettings.defaults(), new FileDisk(), clock);
    log = partitions.create(ORDERS, UUID.randomUUID());
  }

  @AfterEach
  void close() throws IOException {
    partitions.close();
  }

  @Test
  void theLogsOwnTimeIsGivenAndAnswered() {
    configure(new RecordTimes(true, 0, 0));

    Append append = Batches.store(log, Batches.at(5, "a"));

    assertThat(append).isEqualTo(new Append.Stored(0, 1, OptionalLong.of(clock.millis())));
    RecordBatch stored = first();
    assertThat(stored.isLogAppendTime()).isTrue();
    assertThat(stored.maxTimestamp()).isEqualTo(clock.millis());
    assertThat(stored.hasValidChecksum()).isTrue();
  }

  @Test
  void aClientsTimeIsKeptWhereItIsAllowed() {
    configure(new RecordTimes(false, 1_000, 500));

    assertThat(Batches.store(log, Batches.at(clock.millis() - 1_000, "a")))
        .isEqualTo(new Append.Stored(0, 1));
    assertThat(Batches.store(log, Batches.at(clock.millis() + 500, "b")))
        .isEqualTo(new Append.Stored(1, 2));
    assertThat(first().maxTimestamp()).isEqualTo(clock.millis() - 1_000);
  }

  @Test
  void aTimeTooFarAwayIsRefused() {
    configure(new RecordTimes(false, 1_000, 500));

    assertRefused(Batches.append(log, Batches.at(clock.millis() - 1_001, "a")));
    assertRefused(Batches.append(log, Batches.at(clock.millis() + 501, "a")));
    assertThat(log.endOffset()).isZero();
  }

  @Test
  void oneEarlyRecordIsFoundAmongOthers() {
    configure(new RecordTimes(false, 1_000, 500));
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.LZ4, 256);
    for (long millisAgo : new long[] {0, 2_000, 0}) {
      builder.append(clock.millis() - millisAgo, new byte[1], 0, 1);
    }

    assertRefused(Batches.append(log, builder.build()));
  }

  @Test
  void onlyTheLogGivesItsTime() {
    RecordBatch batch = Batches.at(clock.millis(), "a");
    batch.stampLogAppendTime(clock.millis());

    assertRefused(Batches.append(log, batch));
  }

  @Test
  void theNodesOwnWritersMayWriteOfAnyTime() {
    configure(new RecordTimes(false, 1_000, 500));

    assertThat(log.append(Batches.at(clock.millis() + 501, "a").bytes(), Origin.NODE))
        .isInstanceOf(Append.Stored.class);
  }

  private void configure(RecordTimes times) {
    partitions.configure(ORDERS, StorageSettings.defaults().topics().withTimes(times));
  }

  private RecordBatch first() {
    return Batches.readBatches(log, 0, 4096, Isolation.READ_UNCOMMITTED).getFirst();
  }

  private static void assertRefused(Append append) {
    assertThat(append)
        .isInstanceOfSatisfying(
            Append.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refusal.INVALID_TIMESTAMP));
  }
}
