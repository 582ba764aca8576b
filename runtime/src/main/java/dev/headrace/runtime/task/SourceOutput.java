package dev.headrace.runtime.task;

import dev.headrace.connector.Header;
import dev.headrace.connector.Output;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.runtime.deadletter.Origin;
import dev.headrace.runtime.deadletter.Refusal;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.deadletter.Stage;
import dev.headrace.runtime.format.Format;
import dev.headrace.runtime.format.FormatException;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.LogException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes what a reader emits straight into the open batches: without key and headers nothing is
 * created per record. The task's thread only.
 */
final class SourceOutput<P extends Record> implements Output<P> {

  /**
   * After so much a read is to return, so that commits, stops and other readers have their turn.
   */
  static final int FULL_BYTES = 1024 * 1024;

  /**
   * A reader that goes on for so long beyond {@link #full()} is broken, and would take all memory.
   */
  private static final long LIMIT_BYTES = 128L * 1024 * 1024;

  private static final int RECORD_BYTES = 16;

  private final Outbox outbox;
  private final Optional<String> topic;
  private final Formats formats;
  private final Refusals refusals;

  private Optional<TopicBatches> target = Optional.empty();
  private Optional<P> position = Optional.empty();
  private String partition = "";
  private long nowMillis;
  private long collectedBytes;
  private long records;
  private long valueBytes;

  SourceOutput(Outbox outbox, Optional<String> topic, Formats formats, Refusals refusals) {
    this.outbox = outbox;
    this.topic = topic;
    this.formats = formats;
    this.refusals = refusals;
  }

  /** Begins a read of {@code sourcePartition}; its records are of {@code timeMillis}. */
  void begin(Record sourcePartition, long timeMillis) {
    partition = sourcePartition.toString();
    nowMillis = timeMillis;
    position = Optional.empty();
    collectedBytes = 0;
    records = 0;
    valueBytes = 0;
  }

  /** The last position of this read. */
  Optional<P> position() {
    return position;
  }

  long records() {
    return records;
  }

  long valueBytes() {
    return valueBytes;
  }

  /** What this read costs in memory, about. */
  long collectedBytes() {
    return collectedBytes;
  }

  @Override
  public void bytes(byte[] buffer, int from, int length) {
    target().append(nowMillis, buffer, from, length);
    count(length, length);
  }

  /** As it is: all formats that exist keep JSON as JSON. */
  @Override
  public void json(byte[] buffer, int from, int length) {
    bytes(buffer, from, length);
  }

  @Override
  public void record(SourceRecord record) {
    try {
      ByteSlice key = encode(formats.key(), record.key());
      ByteSlice value = encode(formats.value(), record.value());
      long timestampMillis = record.timestamp().map(Instant::toEpochMilli).orElse(nowMillis);
      TopicBatches batches = record.topic().map(outbox::topic).orElseGet(this::target);
      batches.append(timestampMillis, key, value, headers(record.headers()));
      int size = Math.max(0, value.length());
      count(size, size + Math.max(0, key.length()));
    } catch (FormatException e) {
      Raw nothing = new Raw("a record of " + partition, new byte[0], 0);
      refuse(nothing, Stage.VALUE_CONVERTER, e.reason(), Optional.of(e));
    }
  }

  @Override
  public void reject(Raw raw, Reason why) {
    refuse(raw, Stage.TASK_POLL, why, Optional.empty());
  }

  private void refuse(Raw raw, Stage stage, Reason why, Optional<Throwable> cause) {
    ByteSlice found = ByteSlice.of(raw.bytes());
    Origin origin = new Origin.AtSource(raw.where(), topic);
    refusals.refuse(new Refusal(origin, stage, ByteSlice.NULL, found, List.of(), why, cause));
    collectedBytes += raw.bytes().length + RECORD_BYTES;
  }

  @Override
  public void position(P covers) {
    position = Optional.of(covers);
  }

  @Override
  public boolean full() {
    return collectedBytes >= FULL_BYTES || refusals.mustStop();
  }

  private void count(int valueSize, int size) {
    records++;
    valueBytes += valueSize;
    collectedBytes += size + RECORD_BYTES;
    if (collectedBytes > LIMIT_BYTES) {
      throw new IllegalStateException(
          "the reader of " + partition + " does not return when its output is full");
    }
  }

  private TopicBatches target() {
    if (target.isEmpty()) {
      String name =
          topic.orElseThrow(
              () ->
                  new LogException.Refused(
                      "a record of "
                          + partition
                          + " names no topic, and the connector has no setting topic"));
      target = Optional.of(outbox.topic(name));
    }
    return target.get();
  }

  private static ByteSlice encode(Format format, Optional<Value> value) throws FormatException {
    return value.isEmpty() ? ByteSlice.NULL : format.encode(value.get());
  }

  private List<RecordHeader> headers(List<Header> headers) throws FormatException {
    if (headers.isEmpty()) {
      return List.of();
    }
    List<RecordHeader> encoded = new ArrayList<>(headers.size());
    for (Header header : headers) {
      encoded.add(new RecordHeader(header.name(), formats.value().encode(header.value())));
    }
    return encoded;
  }
}
