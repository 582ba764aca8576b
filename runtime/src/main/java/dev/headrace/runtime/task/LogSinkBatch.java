package dev.headrace.runtime.task;

import dev.headrace.connector.Header;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Slice;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordCursor;
import dev.headrace.log.record.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sink sees of batches of the log. One object serves for all batches of a task, and nothing
 * is created per record unless the sink asks for typed values. The task's thread only.
 */
final class LogSinkBatch implements SinkBatch {

  private final ConvertedBatch converted;
  private final RecordCursor cursor = new RecordCursor();
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private Optional<Stretch> stretch = Optional.empty();
  private int opened;
  private TopicPartition partition = new TopicPartition("", 0);
  private long from;
  private long to;
  private long lastOffset;
  private int index;
  private long passedRecords;
  private long passedValueBytes;

  LogSinkBatch(ConvertedBatch converted) {
    this.converted = converted;
  }

  /**
   * Stands before the first record of a stretch that is in a range; all of it is converted then.
   *
   * @param first the first offset of the range
   * @param end the first offset behind it
   */
  void open(Stretch newStretch, TopicPartition of, long first, long end) {
    stretch = Optional.of(newStretch);
    partition = of;
    from = first;
    to = end;
    converted.open(newStretch);
    rewind();
  }

  /** The first record that has no such form as the sink takes, and is not to be offered. */
  Optional<ConvertedBatch.Unfit> firstUnfit() {
    return converted.firstUnfit(from, to);
  }

  /** How many records there are; stands behind the last one then. */
  long count() {
    rewind();
    long count = 0;
    while (next()) {
      count++;
    }
    return count;
  }

  /** The offset of the record that has so many before it; stands at that record then. */
  long offsetBehind(long records) {
    rewind();
    for (long passed = 0; passed <= records; passed++) {
      next();
    }
    return offset();
  }

  /** The offset of the record that was passed last, when one was. */
  long lastOffset() {
    return lastOffset;
  }

  /** How many records were passed since the front. */
  long passedRecords() {
    return passedRecords;
  }

  /** The sum of their values' sizes. */
  long passedValueBytes() {
    return passedValueBytes;
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public boolean next() {
    do {
      while (cursor.next()) {
        if (cursor.offset() >= to) {
          return false;
        }
        index++;
        if (cursor.offset() >= from) {
          lastOffset = cursor.offset();
          passedRecords++;
          passedValueBytes += Math.max(0, cursor.valueLength());
          return true;
        }
      }
    } while (openNext());
    return false;
  }

  /** Goes on to the next batch of the stretch, if there is one. */
  private boolean openNext() {
    Stretch of = stretch.orElseThrow();
    if (opened == of.batches().size()) {
      return false;
    }
    cursor.open(of.batches().get(opened).batch());
    opened++;
    return true;
  }

  @Override
  public long offset() {
    return cursor.offset();
  }

  @Override
  public long timestampMillis() {
    return cursor.timestampMillis();
  }

  @Override
  public Slice valueBytes() {
    return value.set(cursor.array(), cursor.valueFrom(), cursor.valueLength());
  }

  @Override
  public Slice keyBytes() {
    return key.set(cursor.array(), cursor.keyFrom(), cursor.keyLength());
  }

  @Override
  public Optional<Value> value() {
    return converted.value(index, valueBytes());
  }

  @Override
  public Optional<Value> key() {
    return converted.key(index, keyBytes());
  }

  /** Headers are bytes to the log, whatever the value's format is. */
  @Override
  public List<Header> headers() {
    int count = cursor.headerCount();
    if (count == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      RecordHeader header = cursor.header(i);
      headers.add(new Header(header.key(), new Value.Bytes(header.value().toArray())));
    }
    return headers;
  }

  /** The same as the log has it, for a dead letter. */
  List<RecordHeader> recordHeaders() {
    List<RecordHeader> headers = new ArrayList<>();
    for (int i = 0; i < cursor.headerCount(); i++) {
      headers.add(cursor.header(i));
    }
    return headers;
  }

  ByteSlice keySlice() {
    return cursor.key();
  }

  ByteSlice valueSlice() {
    return cursor.value();
  }

  @Override
  public void rewind() {
    opened = 0;
    openNext();
    index = -1;
    passedRecords = 0;
    passedValueBytes = 0;
  }
}
