package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON text. Nothing is parsed here: bytes, text and JSON go through as they are, and what is read
 * is JSON because the user said so; only typed data is written out.
 */
final class JsonFormat implements Format {

  @Override
  public String name() {
    return "json";
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Json(byte[] buffer, int from, int length) -> new ByteSlice(buffer, from, length);
      case Value.Bytes(byte[] bytes) -> ByteSlice.of(bytes);
      case Value.Text(String text) -> ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
      case Value.Datum datum -> ByteSlice.of(plainJson(datum));
    };
  }

  @Override
  public Value decode(Slice bytes) {
    return new Value.Json(bytes.array(), bytes.from(), bytes.length());
  }

  private static byte[] plainJson(Value.Datum datum) throws FormatException {
    try {
      return DatumJson.write(datum);
    } catch (IOException | RuntimeException e) {
      throw new FormatException(
          new Reason(
              "format.not-json",
              "the value cannot be written as JSON: " + e.getMessage(),
              "This is a fault of the connector: its value does not fit its own schema."),
          e);
    }
  }
}
