package dev.headrace.runtime.format;

import dev.headrace.connector.Header;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.nio.charset.StandardCharsets;

/** Makes the {@link Encoding} of each format. Thread-safe. */
public final class Encodings {

  private final TopicSchemas schemas;

  public Encodings(TopicSchemas schemas) {
    this.schemas = schemas;
  }

  /** The encoding of one side of a topic, for one task; the topic exists. */
  public Encoding of(Format format, TopicSide of) {
    return switch (format) {
      case JSON -> new JsonEncoding(schemas, of);
      case AVRO -> new AvroEncoding(schemas, of);
      case TEXT -> new TextEncoding(of.side());
      case BYTES -> new BytesEncoding(of.side());
      case JSON_ENVELOPE -> new EnvelopeEncoding(of.side());
    };
  }

  /** Whether bytes, and JSON, go into the topic as they are. */
  public static boolean takesBytesAsTheyAre(Format format) {
    return format == Format.JSON || format == Format.BYTES;
  }

  /** Headers are bytes to the log, whatever the value's format is: as text has it. */
  public static ByteSlice header(Header header) throws FormatException {
    return header.value() instanceof Value.Bytes(byte[] bytes)
        ? ByteSlice.of(bytes)
        : TextEncoding.encodeHeader(header);
  }

  static ByteSlice utf8(String text) {
    return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteSlice slice(Value.Json json) {
    return new ByteSlice(json.buffer(), json.from(), json.length());
  }
}
