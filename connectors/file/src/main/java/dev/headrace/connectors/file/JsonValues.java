package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Each value is JSON on one line; white space is taken out only where it breaks the line. The
 * worker sees to it that it is JSON, whatever the topic's format is.
 */
final class JsonValues implements ValueFormat {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** Where values are compacted; grows to the longest. */
  private byte[] compacted = new byte[1024];

  @Override
  public String extension() {
    return "json";
  }

  @Override
  public Optional<Reason> write(SinkBatch batch, LineOutput out) throws IOException {
    switch (batch.value().orElse(null)) {
      case null -> out.line(NULL, 0, NULL.length);
      case Value.Json(byte[] json, int from, int length) -> write(json, from, length, out);
      case Value other -> throw new IllegalArgumentException("the sink takes JSON, not " + other);
    }
    return Optional.empty();
  }

  private void write(byte[] json, int from, int length, LineOutput out) throws IOException {
    if (Bytes.indexOf(json, from, from + length, (byte) '\n') < 0) {
      out.line(json, from, length);
      return;
    }
    if (compacted.length < length) {
      compacted = new byte[2 * length];
    }
    out.line(compacted, 0, JsonText.compact(json, from, from + length, compacted));
  }
}
