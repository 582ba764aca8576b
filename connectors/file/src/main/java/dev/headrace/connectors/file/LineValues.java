package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Slice;
import java.io.IOException;
import java.util.Optional;

/** The bytes of a value are a line. What could not be read back as one is refused. */
record LineValues() implements ValueFormat {

  private static final Optional<Reason> TOMBSTONE =
      Optional.of(
          new Reason(
              "file.tombstone",
              "The record has no value, and an empty line would be an empty value.",
              "Use `format` = json, which writes null, or filter tombstones out."));

  private static final Optional<Reason> LINE_FEED =
      Optional.of(
          new Reason(
              "file.value-with-line-feed",
              "The value holds a line feed, so that it would be read back as several.",
              "Use `format` = json."));

  @Override
  public String extension() {
    return "lines";
  }

  @Override
  public Optional<Reason> write(SinkBatch batch, LineOutput out) throws IOException {
    Slice value = batch.valueBytes();
    if (value.isNull()) {
      return TOMBSTONE;
    }
    int to = value.from() + value.length();
    if (Bytes.indexOf(value.array(), value.from(), to, (byte) '\n') >= 0) {
      return LINE_FEED;
    }
    out.line(value.array(), value.from(), value.length());
    return Optional.empty();
  }
}
