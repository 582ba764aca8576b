package dev.headrace.log.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the builder makes is read by Kafka's own classes, whatever the codec. */
class WritingWhatKafkaReadsTest {

  @ParameterizedTest
  @EnumSource(Compression.class)
  void kafkaFindsEveryRecord(Compression compression) {
    // Given
    RecordBatchBuilder builder = new RecordBatchBuilder(compression, 100);
    byte[] line = "0123456789 abcdef".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100_000; i++) {
      builder.append(1_000L + i, line, i % 10, line.length - i % 10);
    }
    builder.append(
        500L,
        ByteSlice.of(line),
        ByteSlice.NULL,
        List.of(new RecordHeader("h", ByteSlice.of(line)), new RecordHeader("n", ByteSlice.NULL)));

    // When
    RecordBatch batch = builder.build();
    batch.assign(42, 7);
    batch.stampTransactional(99, (short) 3, 12);

    // Then
    List<MutableRecordBatch> kafka = new ArrayList<>();
    MemoryRecords.readableRecords(batch.bytes()).batches().forEach(kafka::add);
    assertThat(kafka).hasSize(1);
    MutableRecordBatch read = kafka.getFirst();
    read.ensureValid();
    assertThat(read.compressionType().id).isEqualTo((byte) compression.id());
    assertThat(read.isTransactional()).isTrue();
    assertThat(read.producerId()).isEqualTo(99);
    assertThat(read.producerEpoch()).isEqualTo((short) 3);
    assertThat(read.baseSequence()).isEqualTo(12);
    assertThat(read.partitionLeaderEpoch()).isEqualTo(7);
    assertThat(read.maxTimestamp()).isEqualTo(100_999);
    long offset = 42;
    for (Record record : read) {
      assertThat(record.offset()).isEqualTo(offset);
      if (offset < 42 + 100_000) {
        assertThat(record.valueSize()).isEqualTo(line.length - (int) (offset - 42) % 10);
        assertThat(record.timestamp()).isEqualTo(1_000L + offset - 42);
      } else {
        assertThat(record.hasValue()).isFalse();
        assertThat(record.keySize()).isEqualTo(line.length);
        assertThat(record.headers()).hasSize(2);
        assertThat(record.timestamp()).isEqualTo(500L);
      }
      offset++;
    }
    assertThat(offset).isEqualTo(42 + 100_001);
  }

  @Test
  void nextBatchHasNothingOfTheFormer() {
    RecordBatchBuilder builder = new RecordBatchBuilder(Compression.NONE, 1000);
    builder.append(1, new byte[] {1, 2, 3}, 0, 3);
    RecordBatch first = builder.build();
    builder.append(2, new byte[] {4, 5, 6}, 1, 2);
    RecordBatch second = builder.build();

    RecordCursor cursor = new RecordCursor();
    cursor.open(first);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.value().toArray()).containsExactly(1, 2, 3);
    cursor.open(second);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.value().toArray()).containsExactly(5, 6);
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void markersAreKafkasOwn() {
    RecordBatch marker = ControlRecords.of(Marker.ABORT, 5, (short) 2, 11, 1234);

    MutableRecordBatch read =
        MemoryRecords.readableRecords(marker.bytes()).batches().iterator().next();
    read.ensureValid();
    assertThat(read.isControlBatch()).isTrue();
    assertThat(
            org.apache.kafka.common.record.internal.EndTransactionMarker.deserialize(
                    read.iterator().next())
                .coordinatorEpoch())
        .isEqualTo(11);
    assertThat(ControlRecords.markerOf(marker)).isEqualTo(Marker.ABORT);
    assertThat(ControlRecords.coordinatorEpochOf(marker)).isEqualTo(11);
  }
}
