package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.OpenTransaction;
import dev.headrace.log.storage.PartitionLog.Read;
import dev.headrace.log.storage.PartitionLog.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of committed records stop before open transactions, and learn which were aborted. */
class ReadingCommittedTest {

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
  void openTransactionHoldsBackWhatIsBehindIt() {
    Batches.store(log, Batches.of("before"));
    Batches.store(log, Batches.transactional(1, 0, 0, "inside"));
    Batches.store(log, Batches.of("behind"));

    assertThat(log.lastStableOffset()).isEqualTo(1);
    assertThat(log.openTransactions()).containsExactly(new OpenTransaction(1, (short) 0, 1));
    assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED)).containsExactly("0:before");
    assertThat(Batches.read(log, 0, Isolation.READ_UNCOMMITTED))
        .containsExactly("0:before", "1:inside", "2:behind");

    mark(1, Marker.COMMIT);
    assertThat(log.lastStableOffset()).isEqualTo(4);
    assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED))
        .containsExactly("0:before", "1:inside", "2:behind", "3:marker");
  }

  @Test
  void abortedRecordsAreNamed() throws IOException {
    Batches.store(log, Batches.transactional(1, 0, 0, "aborted"));
    Batches.store(log, Batches.transactional(2, 0, 0, "committed"));
    mark(1, Marker.ABORT);
    mark(2, Marker.COMMIT);

    assertThat(CommittedView.of(log)).containsOnlyKeys(1L).containsValue("committed");
  }

  @Test
  void openAndAbortedTransactionsAreKnownAfterARestart() throws IOException {
    Batches.store(log, Batches.transactional(1, 0, 0, "aborted"));
    mark(1, Marker.ABORT);
    Batches.store(log, Batches.transactional(2, 5, 0, "open"));

    close();
    open();

    assertThat(log.openTransactions()).containsExactly(new OpenTransaction(2, (short) 5, 2));
    assertThat(log.lastStableOffset()).isEqualTo(2);
    assertThat(CommittedView.of(log)).isEmpty();
  }

  @Test
  void slicesOfOtherOffsetsNameNoForeignTransactions() throws Exception {
    Batches.store(log, Batches.transactional(1, 0, 0, "aborted"));
    mark(1, Marker.ABORT);
    Batches.store(log, Batches.of("plain"));

    Read.Found found = (Read.Found) log.read(2, 1000, Isolation.READ_COMMITTED);
    try (FileSlice slice = found.slice()) {
      assertThat(slice.length()).isPositive();
      assertThat(found.aborted()).isEmpty();
    }
  }

  @Test
  void markerFencesOlderEpochs() {
    Batches.store(log, Batches.transactional(1, 0, 0, "a"));
    Append marked = log.appendMarker(1, (short) 1, Marker.ABORT, 0);

    assertThat(marked).isInstanceOf(Append.Stored.class);
    assertThat(Batches.append(log, Batches.transactional(1, 0, 1, "late")))
        .isInstanceOfSatisfying(
            Append.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refusal.INVALID_PRODUCER_EPOCH));
  }

  private void mark(long producerId, Marker marker) {
    Append.Stored stored = (Append.Stored) log.appendMarker(producerId, (short) 0, marker, 0);
    log.durable(stored.endOffset()).toCompletableFuture().join();
  }
}
