package dev.headrace.connectors.file;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Each value is JSON on one line; white space is taken out only where it breaks the line. */
final class JsonValues implements ValueFormat {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final Optional<Reason> NOT_JSON =
      Optional.of(
          new Reason(
              "file.value-not-json",
              "The value is not one JSON text in UTF-8.",
              "Use `format` = lines, or write JSON to the topic."));

  /** Where values are compacted; grows to the longest. */
  private byte[] compacted = new byte[1024];

  @Override
  public String extension() {
    return "json";
  }

  @Override
  public Optional<Reason> write(Slice value, LineOutput out) throws IOException {
    if (value.isNull()) {
      out.line(NULL, 0, NULL.length);
      return Optional.empty();
    }
    byte[] array = value.array();
    int from = value.from();
    int to = from + value.length();
    if (!JsonText.isValid(array, from, to) || !Utf8.isValid(array, from, to)) {
      return NOT_JSON;
    }
    if (Bytes.indexOf(array, from, to, (byte) '\n') < 0) {
      out.line(array, from, value.length());
    } else {
      if (compacted.length < value.length()) {
        compacted = new byte[2 * value.length()];
      }
      out.line(compacted, 0, JsonText.compact(array, from, to, compacted));
    }
    return Optional.empty();
  }
}
