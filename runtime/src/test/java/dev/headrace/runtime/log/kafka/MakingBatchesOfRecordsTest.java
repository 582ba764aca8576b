package dev.headrace.runtime.log.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.LogBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer polls are records; what the port has are batches. */
final class MakingBatchesOfRecordsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final org.apache.kafka.common.TopicPartition KAFKAS =
      new org.apache.kafka.common.TopicPartition("orders", 0);

  private final PolledRecords records = new PolledRecords();

  @BeforeEach
  void readFromTheStart() {
    records.reset(Map.of(ORDERS, 0L));
  }

  @Test
  void recordsThatFollowOneAnotherAreOneBatch() {
    records.add(polled(8, 5, 6, 7));

    List<LogBatch> batches = records.take(1 << 20);

    assertThat(offsets(batches)).containsExactly(5L, 6L, 7L);
    assertThat(batches).hasSize(1);
    assertThat(batches.getFirst().from()).isEqualTo(5);
    assertThat(batches.getFirst().next()).isEqualTo(8);
    assertThat(records.isEmpty()).isTrue();
  }

  @Test
  void aGapEndsABatchAndIsPassedByIt() {
    records.add(polled(12, 0, 1, 4, 9, 10));

    List<LogBatch> batches = records.take(1 << 20);

    assertThat(offsets(batches)).containsExactly(0L, 1L, 4L, 9L, 10L);
    assertThat(batches).extracting(LogBatch::next).containsExactly(4L, 9L, 12L);
  }

  @Test
  void whatIsMoreThanWasAskedForComesNext() {
    records.add(polled(3, 0, 1, 2));

    List<LogBatch> first = records.take(1);
    List<LogBatch> rest = records.take(1 << 20);

    assertThat(offsets(first)).containsExactly(0L);
    assertThat(first.getFirst().next()).isEqualTo(1);
    assertThat(offsets(rest)).containsExactly(1L, 2L);
  }

  @Test
  void markersAloneAreTold() {
    records.add(polled(2, 0));
    records.take(1 << 20);
    records.add(polled(2));
    assertThat(records.isEmpty()).isTrue();

    records.add(polled(5));
    List<LogBatch> batches = records.take(1 << 20);

    assertThat(batches).extracting(LogBatch::next).containsExactly(5L);
    assertThat(offsets(batches)).isEmpty();
  }

  @Test
  void nothingOfARecordIsLost() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("kind", "späte".getBytes(UTF_8));
    headers.add("none", null);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "orders",
            0,
            7,
            1234,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            "key".getBytes(UTF_8),
            null,
            headers,
            Optional.empty());
    records.add(
        new ConsumerRecords<>(
            Map.of(KAFKAS, List.of(record)), Map.of(KAFKAS, new OffsetAndMetadata(8))));

    RecordCursor cursor = new RecordCursor();
    cursor.open(records.take(1 << 20).getFirst().batch());

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.offset()).isEqualTo(7);
    assertThat(cursor.timestampMillis()).isEqualTo(1234);
    assertThat(cursor.key().toArray()).isEqualTo("key".getBytes(UTF_8));
    assertThat(cursor.value().isNull()).isTrue();
    assertThat(cursor.header(0).key()).isEqualTo("kind");
    assertThat(cursor.header(0).value().toArray()).isEqualTo("späte".getBytes(UTF_8));
    assertThat(cursor.header(1).value().isNull()).isTrue();
    assertThat(cursor.next()).isFalse();
  }

  private static ConsumerRecords<byte[], byte[]> polled(long end, long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> found =
        Arrays.stream(offsets)
            .mapToObj(
                offset ->
                    new ConsumerRecord<>(
                        "orders", 0, offset, new byte[0], ("v" + offset).getBytes(UTF_8)))
            .toList();
    return new ConsumerRecords<>(
        found.isEmpty() ? Map.of() : Map.of(KAFKAS, found),
        Map.of(KAFKAS, new OffsetAndMetadata(end)));
  }

  /** Of the records that are asked for. */
  private static List<Long> offsets(List<LogBatch> batches) {
    List<Long> offsets = new ArrayList<>();
    RecordCursor cursor = new RecordCursor();
    for (LogBatch each : batches) {
      cursor.open(each.batch());
      while (cursor.next()) {
        if (cursor.offset() >= each.from()) {
          offsets.add(cursor.offset());
        }
      }
    }
    return offsets;
  }
}
