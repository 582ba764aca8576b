package dev.headrace.log.transaction;

import static dev.headrace.log.transaction.TransactionVersion.V0;
import static dev.headrace.log.transaction.TransactionVersion.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
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
  private static final OptionalLong NONE = OptionalLong.empty();

  /** As nothing is written down that cannot be told from the rest. */
  private static final Owner OPENED = new Owner(PRODUCER, Optional.empty(), 30_000);

  private static final Owner RAISED =
      new Owner(PRODUCER, Optional.of(new ProducerEpoch(4711, (short) 6)), 30_000);

  private static final Owner MOVED =
      new Owner(
          ProducerEpoch.firstOf(4712),
          Optional.of(new ProducerEpoch(4711, ProducerEpoch.LAST)),
          30_000);

  static TransactionState[] states() {
    return new TransactionState[] {
      new Empty(OPENED, 5),
      new Empty(new Owner(PRODUCER, Optional.empty(), Owner.IN_PROCESS), 5),
      new Ongoing(OPENED, V2, PARTITIONS, 3, 5),
      new Ongoing(OPENED, V0, PARTITIONS, 3, 5),
      new Prepared(Marker.COMMIT, RAISED, V2, NONE, PARTITIONS, 3, 5),
      new Prepared(Marker.ABORT, RAISED, V2, OptionalLong.of(4712), Set.of(), 3, 5),
      new Prepared(Marker.COMMIT, OPENED, V0, NONE, PARTITIONS, 3, 5),
      new Completed(Marker.COMMIT, RAISED, V2, 3, 5),
      new Completed(Marker.ABORT, MOVED, V2, 3, 5),
      new Completed(Marker.ABORT, OPENED, V0, 3, 5)
    };
  }

  @ParameterizedTest
  @MethodSource("states")
  void readsBackWhatItWrote(TransactionState state) {
    StateRecord record = TransactionRecords.encode("größe-0", state);

    assertThat(TransactionRecords.decode(record))
        .isEqualTo(new TransactionRecords.Entry("größe-0", Optional.of(state)));
  }

  @Test
  void hasTheBytesOfKafkasVersionOne() {
    // Given
    TransactionState state =
        new Prepared(
            Marker.COMMIT, RAISED, V2, NONE, Set.of(new TopicPartition("t", 1)), 0x11, 0x22);

    // When
    StateRecord record = TransactionRecords.encode("id", state);

    // Then
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(record.key())).isEqualTo("0000" + "0002" + "6964");
    assertThat(hex.formatHex(record.value().orElseThrow()))
        .isEqualTo(
            "0001" // version
                + "0000000000001267" // producer id
                + "0007" // epoch
                + "00007530" // timeout
                + "02" // PrepareCommit
                + "02" // topics + 1
                + "0274" // "t"
                + "02" // partitions + 1
                + "00000001" // partition 1
                + "00" // no tagged fields
                + "0000000000000022" // last update
                + "0000000000000011" // start
                + "02" // tagged fields
                + "0008"
                + "0000000000001267" // the producer id before
                + "0202"
                + "0002"); // transaction version of the client
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
    assertThat(value.producerId()).isEqualTo(state.owner().producer().producerId());
    assertThat(value.producerEpoch()).isEqualTo(state.owner().producer().epoch());
    assertThat(value.transactionTimeoutMs()).isEqualTo(state.owner().timeoutMillis());
    assertThat(value.transactionLastUpdateTimestampMs()).isEqualTo(state.updatedMillis());
    if (state instanceof Prepared prepared) {
      assertThat(value.nextProducerId()).isEqualTo(prepared.nextProducerId().orElse(-1));
      assertThat(value.clientTransactionVersion()).isEqualTo(prepared.version().level());
    }
    assertThat(value.unknownTaggedFields()).isEmpty();
    assertThat(valueBytes.hasRemaining()).isFalse();
  }

  @Test
  void readsVersionZeroAsThatOfAWriterInsideTheProcess() {
    byte[] key = TransactionRecords.encode("id", new Empty(OPENED, 1)).key();
    byte[] value =
        HexFormat.of()
            .parseHex(
                "0000"
                    + "0000000000001267"
                    + "0007"
                    + "0000ea60"
                    + "02"
                    + "00000001"
                    + "000174"
                    + "00000001"
                    + "00000001"
                    + "0000000000000022"
                    + "0000000000000011");

    assertThat(TransactionRecords.decode(StateRecord.of(key, value)).state())
        .contains(
            new Prepared(
                Marker.COMMIT,
                new Owner(PRODUCER, Optional.empty(), Owner.IN_PROCESS),
                V0,
                NONE,
                Set.of(new TopicPartition("t", 1)),
                0x11,
                0x22));
  }

  @Test
  void takesATombstoneForAForgottenId() {
    assertThat(TransactionRecords.decode(TransactionRecords.tombstone("id")))
        .isEqualTo(new TransactionRecords.Entry("id", Optional.empty()));
  }

  @Test
  void refusesWhatIsCutShort() {
    StateRecord whole =
        TransactionRecords.encode(
            "id", new Prepared(Marker.COMMIT, RAISED, V2, NONE, PARTITIONS, 3, 5));
    byte[] value = whole.value().orElseThrow();

    for (int length = 0; length < value.length; length++) {
      StateRecord cut = new StateRecord(whole.key(), Optional.of(Arrays.copyOf(value, length)));
      assertThatThrownBy(() -> TransactionRecords.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
