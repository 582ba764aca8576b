package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.ActiveProducer;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
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

/** A partition knows who writes to it, with sequence numbers and without. */
final class RememberingProducersTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final UUID TOPIC_ID = UUID.randomUUID();

  @TempDir Path directory;
  private Partitions partitions;
  private PartitionLog log;

  @BeforeEach
  void open() throws IOException {
    partitions = FilePartitions.open(directory, StorageSettings.defaults());
    log = partitions.create(ORDERS, TOPIC_ID);
  }

  @AfterEach
  void close() throws IOException {
    partitions.close();
  }

  @Test
  void tellsEachProducersLastBatchAndItsOpenTransaction() {
    Batches.store(log, Batches.idempotent(1, 4, 0, "a", "b"));
    Batches.store(log, Batches.transactional(2, 5, 0, "c"));
    Batches.store(log, Batches.transactional(3, 6, 0, "d"));
    log.appendMarker(3, (short) 7, Marker.COMMIT, 9);

    assertThat(log.producers())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastSeenMillis")
        .containsExactlyInAnyOrder(
            new ActiveProducer(1, (short) 4, 1, 0, -1, OptionalLong.empty()),
            new ActiveProducer(2, (short) 5, 0, 0, -1, OptionalLong.of(2)),
            new ActiveProducer(3, (short) 7, -1, 0, 9, OptionalLong.empty()));
  }

  @Test
  void takesBatchesWithoutSequenceNumbersFromTheNodeItself() throws IOException {
    assertStored(unnumbered(7, "a"));
    assertStored(unnumbered(7, "a"));
    assertThat(log.append(unnumbered(6, "late").bytes(), Origin.NODE))
        .isInstanceOfSatisfying(
            Append.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refusal.INVALID_PRODUCER_EPOCH));

    partitions.close();
    open();

    assertThat(log.openTransactions()).containsExactly(new OpenTransaction(1, (short) 7, 0));
    assertStored(unnumbered(7, "b"));
  }

  @Test
  void takesNoneFromClients() {
    assertThat(Batches.append(log, unnumbered(7, "a")))
        .isInstanceOfSatisfying(
            Append.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refusal.INVALID_RECORD));
    assertThat(log.endOffset()).isZero();
  }

  private void assertStored(RecordBatch batch) {
    assertThat(log.append(batch.bytes(), Origin.NODE)).isInstanceOf(Append.Stored.class);
  }

  private static RecordBatch unnumbered(int epoch, String value) {
    return Batches.transactional(1, epoch, RecordBatch.NO_SEQUENCE, value);
  }
}
