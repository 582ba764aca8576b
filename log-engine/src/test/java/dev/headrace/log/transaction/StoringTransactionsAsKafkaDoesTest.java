package dev.headrace.log.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StoringTransactionsAsKafkaDoesTest {

  private static final ProducerEpoch PRODUCER = new ProducerEpoch(4711, (short) 7);
  private static final Set<TopicPartition> PARTITIONS =
      Set.of(
          new TopicPartition("orders", 0),
          new TopicPartition("orders", 2),
          new TopicPartition("__consumer_offsets", 3));

  static TransactionState[] states() {
    return new TransactionState[] {
      new TransactionState.Empty(PRODUCER, 5),
      new TransactionState.Ongoing(PRODUCER, PARTITIONS, 3, 5),
      new TransactionState.PrepareCommit(PRODUCER, PARTITIONS, 3, 5),
      new TransactionState.PrepareAbort(PRODUCER, PARTITIONS, 3, 5),
      new TransactionState.CompleteCommit(PRODUCER, 3, 5),
      new TransactionState.CompleteAbort(PRODUCER, 3, 5)
    };
  }

  @ParameterizedTest
  @MethodSource("states")
  void readsBackWhatItWrote(TransactionState state) {
    StateRecord record = TransactionRecords.encode("größe-0", state);

    assertThat(TransactionRecords.decode(record))
        .contains(new TransactionRecords.Entry("größe-0", state));
  }

  @Test
  void hasTheBytesOfKafkasVersionZero() {
    // Given
    TransactionState state =
        new TransactionState.PrepareCommit(
            PRODUCER, Set.of(new TopicPartition("t", 1)), 0x11, 0x22);

    // When
    StateRecord record = TransactionRecords.encode("id", state);

    // Then
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(record.key())).isEqualTo("0000" + "0002" + "6964");
    assertThat(hex.formatHex(record.value().orElseThrow()))
        .isEqualTo(
            "0000" // version
                + "0000000000001267" // producer id
                + "0007" // epoch
                + "0000ea60" // timeout
                + "02" // PrepareCommit
                + "00000001" // topics
                + "000174" // "t"
                + "00000001" // partitions
                + "00000001" // partition 1
                + "0000000000000022" // last update
                + "0000000000000011"); // start
  }

  @ParameterizedTest
  @MethodSource("states")
  void isReadByKafka(TransactionState state) {
    StateRecord record = TransactionRecords.encode("größe-0", state);
    ByteBuffer keyBytes = ByteBuffer.wrap(record.key());
    ByteBuffer valueBytes = ByteBuffer.wrap(record.value().orElseThrow());

    TransactionLogKey key =
        new TransactionLogKey(new ByteBufferAccessor(keyBytes), keyBytes.getShort());
    TransactionLogValue value =
        new TransactionLogValue(new ByteBufferAccessor(valueBytes), valueBytes.getShort());

    assertThat(key.transactionalId()).isEqualTo("größe-0");
    assertThat(value.producerId()).isEqualTo(PRODUCER.producerId());
    assertThat(value.producerEpoch()).isEqualTo(PRODUCER.epoch());
    assertThat(value.transactionLastUpdateTimestampMs()).isEqualTo(state.updatedMillis());
    assertThat(valueBytes.hasRemaining()).isFalse();
  }

  @Test
  void takesATombstoneForNothing() {
    byte[] key = TransactionRecords.encode("id", new TransactionState.Empty(PRODUCER, 1)).key();

    assertThat(TransactionRecords.decode(StateRecord.tombstone(key))).isEmpty();
  }

  @Test
  void refusesWhatIsCutShort() {
    StateRecord whole =
        TransactionRecords.encode(
            "id", new TransactionState.PrepareCommit(PRODUCER, PARTITIONS, 3, 5));
    byte[] value = whole.value().orElseThrow();

    for (int length = 0; length < value.length; length++) {
      StateRecord cut = new StateRecord(whole.key(), Optional.of(Arrays.copyOf(value, length)));
      assertThatThrownBy(() -> TransactionRecords.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
