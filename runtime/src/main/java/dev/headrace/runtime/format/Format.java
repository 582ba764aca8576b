package dev.headrace.runtime.format;

import java.util.Arrays;
import java.util.Optional;

/** How keys or values lie in a topic. */
public enum Format {
  /** JSON text; typed data as plain JSON, whose schema is kept beside it. */
  JSON("json"),
  /** JSON text in Kafka Connect's envelope of schema and payload. */
  JSON_ENVELOPE("json-envelope"),
  /** Avro's binary encoding, behind a reference to its schema. */
  AVRO("avro"),
  /** UTF-8 text. */
  TEXT("text"),
  /** Bytes without a meaning. */
  BYTES("bytes");

  private final String text;

  Format(String text) {
    this.text = text;
  }

  /** The format of this name in {@code key.format} and {@code value.format}. */
  public static Optional<Format> named(String name) {
    return Arrays.stream(values()).filter(format -> format.text.equals(name)).findFirst();
  }

  /** Whether what lies there has fields, so that it can become columns. */
  public boolean hasFields() {
    return this != TEXT && this != BYTES;
  }

  /** The name in {@code key.format} and {@code value.format}. */
  @Override
  public String toString() {
    return text;
  }
}
