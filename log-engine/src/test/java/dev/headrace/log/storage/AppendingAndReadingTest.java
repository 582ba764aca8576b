package dev.headrace.log.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Read;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendingAndReadingTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @TempDir Path directory;

  @Test
  void recordsComeBackInOrderWithTheirOffsets() throws Exception {
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());

      assertThat(Batches.store(log, Batches.of("a", "b"))).isEqualTo(new Append.Stored(0, 2));
      assertThat(Batches.store(log, Batches.of("c"), Batches.of("d")))
          .isEqualTo(new Append.Stored(2, 4));

      assertThat(Batches.read(log, 0, Isolation.READ_UNCOMMITTED))
          .containsExactly("0:a", "1:b", "2:c", "3:d");
      assertThat(Batches.read(log, 1, Isolation.READ_COMMITTED))
          .containsExactly("1:b", "2:c", "3:d");
      assertThat(log.highWatermark()).isEqualTo(4);
    }
  }

  @Test
  void readAtTheEndFindsNothingAndBehindItIsOutOfRange() throws Exception {
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.create(ORDERS, UUID.randomUUID());
      Batches.store(log, Batches.of("a"));

      assertThat(Batches.readBatches(log, 1, 100, Isolation.READ_COMMITTED)).isEmpty();
      assertThat(log.read(2, 100, Isolation.READ_COMMITTED)).isEqualTo(new Read.OutOfRange(0, 1));
      assertThat(log.read(-1, 100, Isolation.READ_COMMITTED)).isEqualTo(new Read.OutOfRange(0, 1));
    }
  }

  @Test
  void allIsThereAfterACleanRestart() throws Exception {
    UUID topicId = UUID.randomUUID();
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      Batches.store(partitions.create(ORDERS, topicId), Batches.of("a", "b"));
    }
    try (Partitions partitions = FilePartitions.open(directory, StorageSettings.defaults())) {
      PartitionLog log = partitions.find(ORDERS).orElseThrow();
      assertThat(log.topicId()).isEqualTo(topicId);
      assertThat(log.leaderEpoch()).isZero();
      Batches.store(log, Batches.of("c"));
      assertThat(Batches.read(log, 0, Isolation.READ_COMMITTED))
          .containsExactly("0:a", "1:b", "2:c");
    }
  }
}
