package dev.headrace.connector.testing;

import dev.headrace.connector.Header;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Slice;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A batch of given records, whose offsets follow one another. Used by one thread. */
public final class ListSinkBatch implements SinkBatch {

  private static final byte[] NOTHING = new byte[0];

  private final TopicPartition partition;
  private final long firstOffset;
  private final List<Entry> entries;
  private final Slice valueSlice = new Slice();
  private final Slice keySlice = new Slice();
  private int index = -1;

  /**
   * A record, its key and value in the form that the sink takes.
   *
   * @param value empty for a tombstone
   */
  public record Entry(
      Optional<Value> key, Optional<Value> value, long timestampMillis, List<Header> headers) {

    public Entry {
      headers = List.copyOf(headers);
    }

    /** A record with a value and nothing else. */
    public static Entry of(Value value) {
      return new Entry(Optional.empty(), Optional.of(value), 0, List.of());
    }

    /** A record whose value is the bytes of a text. */
    public static Entry of(String text) {
      return of(new Value.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A record without a value. */
    public static Entry tombstone() {
      return new Entry(Optional.empty(), Optional.empty(), 0, List.of());
    }

    public Entry withKey(Value newKey) {
      return new Entry(Optional.of(newKey), value, timestampMillis, headers);
    }

    public Entry withHeader(String name, Value header) {
      List<Header> more = new ArrayList<>(headers);
      more.add(new Header(name, header));
      return new Entry(key, value, timestampMillis, more);
    }

    public Entry withTimestamp(long newTimestampMillis) {
      return new Entry(key, value, newTimestampMillis, headers);
    }
  }

  /** A batch of values as bytes; an empty optional is a tombstone. */
  public ListSinkBatch(TopicPartition partition, long firstOffset, List<Optional<byte[]>> values) {
    this(
        values.stream()
            .map(
                value ->
                    value.<Value>map(Value.Bytes::new).map(Entry::of).orElseGet(Entry::tombstone))
            .toList(),
        partition,
        firstOffset);
  }

  private ListSinkBatch(List<Entry> entries, TopicPartition partition, long firstOffset) {
    this.partition = partition;
    this.firstOffset = firstOffset;
    this.entries = List.copyOf(entries);
  }

  /** A batch of these records. */
  public static ListSinkBatch ofEntries(
      TopicPartition partition, long firstOffset, List<Entry> entries) {
    return new ListSinkBatch(entries, partition, firstOffset);
  }

  /** A batch of texts. */
  public static ListSinkBatch of(TopicPartition partition, long firstOffset, List<String> texts) {
    return ofEntries(partition, firstOffset, texts.stream().map(Entry::of).toList());
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public boolean next() {
    index++;
    return index < entries.size();
  }

  @Override
  public long offset() {
    return firstOffset + index;
  }

  @Override
  public long timestampMillis() {
    return entries.get(index).timestampMillis();
  }

  /** The bytes of a datum, which this batch does not know, are its text. */
  @Override
  public Slice valueBytes() {
    return point(valueSlice, entries.get(index).value());
  }

  @Override
  public Slice keyBytes() {
    return point(keySlice, entries.get(index).key());
  }

  private static Slice point(Slice slice, Optional<Value> value) {
    return switch (value.orElse(null)) {
      case null -> slice.set(NOTHING, 0, -1);
      case Value.Bytes(byte[] bytes) -> slice.set(bytes, 0, bytes.length);
      case Value.Json(byte[] buffer, int from, int length) -> slice.set(buffer, from, length);
      case Value other -> {
        byte[] text = Texts.of(other).getBytes(StandardCharsets.UTF_8);
        yield slice.set(text, 0, text.length);
      }
    };
  }

  @Override
  public Optional<Value> value() {
    return entries.get(index).value();
  }

  @Override
  public Optional<Value> key() {
    return entries.get(index).key();
  }

  @Override
  public List<Header> headers() {
    return entries.get(index).headers();
  }

  @Override
  public void rewind() {
    index = -1;
  }
}
