package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import java.util.Optional;

/**
 * How keys or values lie in a topic. Thread-safe.
 *
 * <p>A format that needs more than the bytes (a schema registry) is one more implementation.
 */
public interface Format {

  /** JSON text; bytes and text go through as they are, typed data as plain JSON. */
  Format JSON = new JsonFormat();

  /** UTF-8 text. */
  Format TEXT = new TextFormat();

  /** Bytes without a meaning. */
  Format BYTES = new BytesFormat();

  /** The format of this name ({@code json}, {@code text}, {@code bytes}). */
  static Optional<Format> named(String name) {
    return switch (name) {
      case "json" -> Optional.of(JSON);
      case "text" -> Optional.of(TEXT);
      case "bytes" -> Optional.of(BYTES);
      default -> Optional.empty();
    };
  }

  /** The name in {@code key.format} and {@code value.format}. */
  String name();

  /**
   * The value as bytes for a topic. Where the value is bytes already they are not copied.
   *
   * @throws FormatException when this format cannot hold the value
   */
  ByteSlice encode(Value value) throws FormatException;

  /**
   * What the bytes mean; shares them where it can, so it is valid as long as they are.
   *
   * @param bytes not null
   */
  Value decode(Slice bytes);
}
