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
import dev.headrace.runtime.format.Encodings;
import dev.headrace.runtime.format.FormatException;
import dev.headrace.runtime.format.Formats;
import dev.headrace.runtime.log.LogException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final SourceTargets targets;
  private final Optional<String> topic;
  private final boolean bytesAsTheyAre;
  private final Refusals refusals;

  private Optional<SourceTargets.Target> target = Optional.empty();
  private Optional<P> position = Optional.empty();
  private String partition = "";
  private long nowMillis;
  private long collectedBytes;
  private long records;
  private long valueBytes;

  SourceOutput(SourceTargets targets, Optional<String> topic, Formats formats, Refusals refusals) {
    this.targets = targets;
    this.topic = topic;
    this.bytesAsTheyAre = Encodings.takesBytesAsTheyAre(formats.value());
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
    if (bytesAsTheyAre) {
      append(buffer, from, length);
    } else {
      record(SourceRecord.of(new Value.Bytes(Arrays.copyOfRange(buffer, from, from + length))));
    }
  }

  @Override
  public void json(byte[] buffer, int from, int length) {
    if (bytesAsTheyAre) {
      append(buffer, from, length);
    } else {
      record(SourceRecord.of(new Value.Json(buffer, from, length)));
    }
  }

  private void append(byte[] buffer, int from, int length) {
    target().batches().append(nowMillis, buffer, from, length);
    count(length, length);
  }

  @Override
  public void record(SourceRecord record) {
    SourceTargets.Target to = record.topic().map(targets::of).orElseGet(this::target);
    Stage stage = Stage.KEY_CONVERTER;
    try {
      ByteSlice key = to.key(record.key());
      stage = Stage.VALUE_CONVERTER;
      ByteSlice value = to.value(record.value());
      long timestampMillis = record.timestamp().map(Instant::toEpochMilli).orElse(nowMillis);
      to.batches().append(timestampMillis, key, value, headers(record.headers()));
      int size = Math.max(0, value.length());
      count(size, size + Math.max(0, key.length()));
    } catch (FormatException e) {
      Raw raw = raw(record);
      refuse(raw, stage, e.reason(), Optional.of(e));
    }
  }

  /** What was refused, as far as it has bytes, for who looks into the dead letters. */
  private Raw raw(SourceRecord record) {
    byte[] bytes =
        switch (record.value().orElse(null)) {
          case null -> new byte[0];
          case Value.Bytes(byte[] all) -> all;
          case Value.Json(byte[] buffer, int from, int length) ->
              Arrays.copyOfRange(buffer, from, from + length);
          case Value.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
          case Value.Datum(Object value, _) ->
              String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        };
    byte[] cut = Arrays.copyOf(bytes, Math.min(bytes.length, Raw.MAX_BYTES));
    return new Raw("a record of " + partition, cut, bytes.length);
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

  private SourceTargets.Target target() {
    if (target.isEmpty()) {
      String name =
          topic.orElseThrow(
              () ->
                  new LogException.Refused(
                      "a record of "
                          + partition
                          + " names no topic, and the connector has no setting topic"));
      target = Optional.of(targets.of(name));
    }
    return target.get();
  }

  private static List<RecordHeader> headers(List<Header> headers) throws FormatException {
    if (headers.isEmpty()) {
      return List.of();
    }
    List<RecordHeader> encoded = new ArrayList<>(headers.size());
    for (Header header : headers) {
      encoded.add(new RecordHeader(header.name(), Encodings.header(header)));
    }
    return encoded;
  }
}
