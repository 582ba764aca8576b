package dev.headrace.log.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch that Kafka's own classes built is walked record by record, whatever its codec. */
class ReadingWhatKafkaWroteTest {

  @ParameterizedTest
  @EnumSource(Compression.class)
  void findsEveryRecordKeyAndHeader(Compression compression) {
    // Given
    org.apache.kafka.common.compress.Compression.Builder<?> codec =
        org.apache.kafka.common.compress.Compression.of(CompressionType.forId(compression.id()));
    List<SimpleRecord> written = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      written.add(
          new SimpleRecord(
              1_700_000_000_000L + i * 7L,
              i % 3 == 0 ? null : bytes("key-" + i),
              i % 5 == 0 ? null : bytes("Größe " + "x".repeat(i % 300)),
              new RecordHeader[] {
                new RecordHeader("trace", bytes("t" + i)), new RecordHeader("empty", null)
              }));
    }
    ByteBuffer kafka =
        MemoryRecords.withRecords(500L, codec.build(), written.toArray(SimpleRecord[]::new))
            .buffer();

    // When
    RecordBatch batch = RecordBatch.at(kafka);
    RecordCursor cursor = new RecordCursor();
    cursor.open(batch);

    // Then
    assertThat(batch.hasValidChecksum()).isTrue();
    assertThat(batch.compression()).isEqualTo(compression);
    for (int i = 0; i < written.size(); i++) {
      SimpleRecord expected = written.get(i);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.offset()).isEqualTo(500 + i);
      assertThat(cursor.timestampMillis()).isEqualTo(expected.timestamp());
      assertThat(cursor.key().isNull()).isEqualTo(expected.key() == null);
      assertThat(cursor.key().toArray()).isEqualTo(arrayOf(expected.key()));
      assertThat(cursor.value().isNull()).isEqualTo(expected.value() == null);
      assertThat(cursor.value().toArray()).isEqualTo(arrayOf(expected.value()));
      assertThat(cursor.headerCount()).isEqualTo(2);
      assertThat(cursor.header(0).key()).isEqualTo("trace");
      assertThat(cursor.header(0).value().toArray()).isEqualTo(bytes("t" + i));
      assertThat(cursor.header(1).value().isNull()).isTrue();
    }
    assertThat(cursor.next()).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] arrayOf(ByteBuffer buffer) {
    if (buffer == null) {
      return new byte[0];
    }
    byte[] array = new byte[buffer.remaining()];
    buffer.duplicate().get(array);
    return array;
  }
}
