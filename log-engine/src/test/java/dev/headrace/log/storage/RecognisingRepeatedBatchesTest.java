package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of an idempotent producer is stored once, however often it is sent. */
class RecognisingRepeatedBatchesTest {

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
  void eachOfTheLastFiveIsAnsweredWithItsOwnOffsets() {
    for (int i = 0; i < 7; i++) {
      Batches.store(log, Batches.idempotent(9, 0, 2 * i, "a" + i, "b" + i));
    }

    for (int i = 2; i < 7; i++) {
      assertThat(Batches.append(log, Batches.idempotent(9, 0, 2 * i, "a" + i, "b" + i)))
          .isEqualTo(new Append.Duplicate(2L * i, 2L * i + 2));
    }
    assertRefused(Refusal.OUT_OF_ORDER_SEQUENCE, Batches.idempotent(9, 0, 0, "a0", "b0"));
    assertThat(log.endOffset()).isEqualTo(14);
  }

  /** Whoever is told that it was a duplicate takes all of it for stored. */
  @Test
  void oneThatIsStoredInPartOnlyIsRefused() {
    Batches.store(log, Batches.idempotent(9, 0, 0, "a", "b"));

    assertRefused(Refusal.OUT_OF_ORDER_SEQUENCE, Batches.idempotent(9, 0, 1, "b", "c"));
    assertRefused(Refusal.OUT_OF_ORDER_SEQUENCE, Batches.idempotent(9, 0, 0, "a", "b", "c"));
  }

  @Test
  void gapIsRefused() {
    Batches.store(log, Batches.idempotent(9, 0, 0, "a"));

    assertRefused(Refusal.OUT_OF_ORDER_SEQUENCE, Batches.idempotent(9, 0, 2, "c"));
  }

  @Test
  void olderEpochIsFencedAndNewOneBeginsAtZero() {
    Batches.store(log, Batches.idempotent(9, 1, 0, "a"));

    assertRefused(Refusal.INVALID_PRODUCER_EPOCH, Batches.idempotent(9, 0, 1, "b"));
    assertRefused(Refusal.OUT_OF_ORDER_SEQUENCE, Batches.idempotent(9, 2, 1, "b"));
    assertThat(Batches.append(log, Batches.idempotent(9, 2, 0, "b")))
        .isInstanceOf(Append.Stored.class);
  }

  @Test
  void sequenceGoesOnAtZeroBehindTheGreatestNumber() {
    Batches.store(log, Batches.idempotent(9, 0, Integer.MAX_VALUE - 1, "a", "b"));

    assertThat(Batches.append(log, Batches.idempotent(9, 0, 0, "c")))
        .isInstanceOf(Append.Stored.class);
  }

  @Test
  void batchThatSpansTheGreatestNumberIsRecognised() {
    Batches.store(log, Batches.idempotent(9, 0, Integer.MAX_VALUE, "a", "b"));

    assertThat(Batches.append(log, Batches.idempotent(9, 0, Integer.MAX_VALUE, "a", "b")))
        .isEqualTo(new Append.Duplicate(0, 2));
    assertThat(Batches.append(log, Batches.idempotent(9, 0, 1, "c")))
        .isInstanceOf(Append.Stored.class);
  }

  @Test
  void batchesOfOneAppendFollowOneAnother() {
    assertThat(
            Batches.append(log, Batches.idempotent(9, 0, 0, "a"), Batches.idempotent(9, 0, 1, "b")))
        .isEqualTo(new Append.Stored(0, 2));
    assertThat(
            Batches.append(log, Batches.idempotent(9, 0, 0, "a"), Batches.idempotent(9, 0, 1, "b")))
        .isEqualTo(new Append.Duplicate(0, 2));
  }

  @Test
  void lastBatchIsRecognisedAfterARestart() throws IOException {
    Batches.store(log, Batches.idempotent(9, 3, 0, "a"));
    Batches.store(log, Batches.idempotent(9, 3, 1, "b"));

    close();
    open();

    assertThat(Batches.append(log, Batches.idempotent(9, 3, 1, "b")))
        .isEqualTo(new Append.Duplicate(1, 2));
    assertThat(Batches.append(log, Batches.idempotent(9, 3, 2, "c")))
        .isEqualTo(new Append.Stored(2, 3));
  }

  private void assertRefused(Refusal why, RecordBatch batch) {
    assertThat(Batches.append(log, batch))
        .isInstanceOfSatisfying(
            Append.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }
}
