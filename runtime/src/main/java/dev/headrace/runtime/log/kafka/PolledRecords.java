package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.log.LogBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.Header;

/**
 * The records of a poll, on their way to being batches again. In a batch offsets follow one another
 * without gaps, so that one ends where compaction, a marker or an aborted record has left one.
 * Where a poll found nothing but such, a batch without a record that is asked for says how far it
 * came: whoever waits for the end of a partition would never get there otherwise. One thread at a
 * time.
 */
final class PolledRecords {

  private static final int INITIAL_BYTES = 64 * 1024;

  /** What is left of a poll, partition by partition. */
  private final ArrayDeque<Rest> rests = new ArrayDeque<>();

  /** How far readers of this were told to go on, by partition. */
  private final Map<TopicPartition, Long> told = new HashMap<>();

  private final RecordBatchBuilder builder =
      new RecordBatchBuilder(Compression.NONE, INITIAL_BYTES);

  private static final class Rest {
    private final TopicPartition partition;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final long end;
    private int at;

    /**
     * @param end where the consumer goes on behind them
     */
    Rest(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long end) {
      this.partition = partition;
      this.records = records;
      this.end = end;
    }
  }

  /** Forgets what was there: other partitions are read from now on, from these offsets. */
  void reset(Map<TopicPartition, Long> from) {
    rests.clear();
    told.clear();
    told.putAll(from);
  }

  void add(ConsumerRecords<byte[], byte[]> polled) {
    Map<org.apache.kafka.common.TopicPartition, OffsetAndMetadata> ends = polled.nextOffsets();
    ends.forEach(
        (kafkas, end) -> {
          TopicPartition partition = new TopicPartition(kafkas.topic(), kafkas.partition());
          List<ConsumerRecord<byte[], byte[]>> records = polled.records(kafkas);
          if (!records.isEmpty() || end.offset() > told.getOrDefault(partition, 0L)) {
            rests.add(new Rest(partition, records, end.offset()));
          }
        });
  }

  boolean isEmpty() {
    return rests.isEmpty();
  }

  /**
   * Takes batches of about so many bytes.
   *
   * @return at least one unless this is empty
   */
  List<LogBatch> take(int maxBytes) {
    List<LogBatch> batches = new ArrayList<>();
    int room = maxBytes;
    while (!rests.isEmpty() && room > 0) {
      Rest rest = rests.element();
      LogBatch batch = next(rest, room);
      batches.add(batch);
      told.put(rest.partition, batch.next());
      room -= batch.batch().sizeInBytes();
      if (rest.at == rest.records.size()) {
        rests.remove();
      }
    }
    return batches;
  }

  private LogBatch next(Rest rest, int maxBytes) {
    if (rest.records.isEmpty()) {
      return passed(rest);
    }
    long first = rest.records.get(rest.at).offset();
    long expected = first;
    while (rest.at < rest.records.size()
        && rest.records.get(rest.at).offset() == expected
        && (expected == first || builder.sizeInBytes() < maxBytes)) {
      append(rest.records.get(rest.at));
      rest.at++;
      expected++;
    }
    RecordBatch batch = builder.build();
    batch.assign(first, 0);
    boolean isLast = rest.at == rest.records.size();
    return new LogBatch(
        rest.partition,
        batch,
        first,
        isLast ? Math.max(rest.end, expected) : rest.records.get(rest.at).offset());
  }

  /** The record in it lies before what is asked for. */
  private LogBatch passed(Rest rest) {
    builder.append(0, ByteSlice.NULL, ByteSlice.NULL, List.of());
    RecordBatch batch = builder.build();
    batch.assign(Math.max(0, rest.end - 1), 0);
    return new LogBatch(rest.partition, batch, rest.end, rest.end);
  }

  private void append(ConsumerRecord<byte[], byte[]> polled) {
    List<RecordHeader> headers = new ArrayList<>();
    for (Header header : polled.headers()) {
      headers.add(new RecordHeader(header.key(), slice(header.value())));
    }
    builder.append(polled.timestamp(), slice(polled.key()), slice(polled.value()), headers);
  }

  private static ByteSlice slice(byte[] bytes) {
    return bytes == null ? ByteSlice.NULL : ByteSlice.of(bytes);
  }
}
