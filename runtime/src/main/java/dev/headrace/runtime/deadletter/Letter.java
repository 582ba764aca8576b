package dev.headrace.runtime.deadletter;

import dev.headrace.connector.Raw;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import java.util.List;

/** A record for the topic of dead letters. Its bytes are its own. */
public record Letter(
    long timestampMillis, ByteSlice key, ByteSlice value, List<RecordHeader> headers) {

  /** About what a record has beside key and value. */
  private static final long OVERHEAD_BYTES = 64;

  public Letter {
    headers = List.copyOf(headers);
  }

  /** What it takes in memory, about. */
  long sizeInBytes() {
    long size = OVERHEAD_BYTES + Math.max(0, key.length()) + Math.max(0, value.length());
    for (RecordHeader header : headers) {
      size += header.key().length() + Math.max(0, header.value().length());
    }
    return size;
  }

  /** Whether {@link #cut()} would make it smaller. */
  boolean canBeCut() {
    return value.length() > Raw.MAX_BYTES || LetterHeaders.canBeCut(headers);
  }

  /** The start of the value, and no stack trace: for a topic that does not take all of it. */
  Letter cut() {
    ByteSlice start =
        value.length() > Raw.MAX_BYTES
            ? new ByteSlice(value.array(), value.from(), Raw.MAX_BYTES)
            : value;
    return new Letter(timestampMillis, key, start, LetterHeaders.cut(headers, value.length()));
  }
}
