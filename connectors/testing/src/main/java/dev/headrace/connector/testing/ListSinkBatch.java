package dev.headrace.connector.testing;

import dev.headrace.connector.Header;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Slice;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A batch of records that have values and nothing else; an empty optional is a tombstone. */
public final class ListSinkBatch implements SinkBatch {

  private final TopicPartition partition;
  private final long firstOffset;
  private final List<Optional<byte[]>> values;
  private final Slice valueSlice = new Slice();
  private final Slice keySlice = new Slice();
  private int index = -1;

  public ListSinkBatch(TopicPartition partition, long firstOffset, List<Optional<byte[]>> values) {
    this.partition = partition;
    this.firstOffset = firstOffset;
    this.values = List.copyOf(values);
  }

  /** A batch of texts. */
  public static ListSinkBatch of(TopicPartition partition, long firstOffset, List<String> texts) {
    return new ListSinkBatch(
        partition,
        firstOffset,
        texts.stream().map(text -> Optional.of(text.getBytes(StandardCharsets.UTF_8))).toList());
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public boolean next() {
    index++;
    return index < values.size();
  }

  @Override
  public long offset() {
    return firstOffset + index;
  }

  @Override
  public long timestampMillis() {
    return 0;
  }

  @Override
  public Slice valueBytes() {
    return values
        .get(index)
        .map(bytes -> valueSlice.set(bytes, 0, bytes.length))
        .orElseGet(() -> valueSlice.set(new byte[0], 0, -1));
  }

  @Override
  public Slice keyBytes() {
    return keySlice;
  }

  @Override
  public Optional<Value> value() {
    return values.get(index).map(Value.Bytes::new);
  }

  @Override
  public Optional<Value> key() {
    return Optional.empty();
  }

  @Override
  public List<Header> headers() {
    return List.of();
  }

  @Override
  public void rewind() {
    index = -1;
  }
}
