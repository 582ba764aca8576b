package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.TopicSide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Reads Kafka Connect's envelope. A schema is parsed once, and known again by its bytes: its object
 * stays the same as long as it is equal. One thread.
 */
final class Envelope {

  /** Beyond it schemas are parsed again: a topic with so many has one a record. */
  private static final int MOST_SCHEMAS = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TopicSide of;
  private final Map<ByteBuffer, Reading> readings = new HashMap<>();
  private final Map<Schema, Reading> bySchema = new HashMap<>();
  private final Slice part = new Slice();

  /** A schema, and how payloads are read by it. */
  private record Reading(Schema schema, JsonType type) {}

  /** What was in an envelope. */
  sealed interface Content {
    /** Typed data. */
    record Typed(Value.Datum datum) implements Content {}

    /** A payload without a schema, as a part of the bytes that were read. */
    record Untyped(Slice json) implements Content {}

    /** Null, with or without a schema. */
    record Nothing() implements Content {}
  }

  /** The places of both parts, relative to the first byte; -1 for a part that is not there. */
  private record Parts(int schemaFrom, int schemaTo, int payloadFrom, int payloadTo) {
    static final Parts NONE = new Parts(-1, -1, -1, -1);

    Parts withSchema(int from, int to) {
      return new Parts(from, to, payloadFrom, payloadTo);
    }

    Parts withPayload(int from, int to) {
      return new Parts(schemaFrom, schemaTo, from, to);
    }

    boolean hasBoth() {
      return schemaFrom >= 0 && payloadFrom >= 0;
    }
  }

  Envelope(TopicSide of) {
    this.of = of;
  }

  /**
   * @throws MisfitException when it is no envelope, or its payload is not of its schema
   */
  Content read(Slice stored) throws FormatException, MisfitException {
    Parts parts = JsonText.read(stored, of.side(), Envelope::parts);
    if (isNull(stored, parts.payloadFrom())) {
      return new Content.Nothing();
    }
    int payload = stored.from() + parts.payloadFrom();
    part.set(stored.array(), payload, parts.payloadTo() - parts.payloadFrom());
    if (isNull(stored, parts.schemaFrom())) {
      return new Content.Untyped(part);
    }
    Reading by =
        reading(
            ByteBuffer.wrap(
                stored.array(),
                stored.from() + parts.schemaFrom(),
                parts.schemaTo() - parts.schemaFrom()));
    Object value = JsonText.read(part, of.side(), by.type()::read);
    return value == null
        ? new Content.Nothing()
        : new Content.Typed(new Value.Datum(value, by.schema()));
  }

  private static Parts parts(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw noEnvelope();
    }
    Parts parts = Parts.NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      if (json.currentToken().isScalarValue()) {
        json.getTextLength(); // reads it to its end
      }
      int to = (int) json.currentLocation().getByteOffset();
      parts =
          switch (name) {
            case "schema" -> parts.withSchema(from, to);
            case "payload" -> parts.withPayload(from, to);
            default -> throw noEnvelope();
          };
    }
    if (!parts.hasBoth()) {
      throw noEnvelope();
    }
    return parts;
  }

  private static MisfitException noEnvelope() {
    return new MisfitException(
        "it is no envelope: a JSON object with a \"schema\" and a \"payload\", and nothing else");
  }

  private static boolean isNull(Slice stored, int from) {
    return stored.array()[stored.from() + from] == 'n';
  }

  private Reading reading(ByteBuffer json) throws MisfitException {
    Reading known = readings.get(json);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[json.remaining()];
    json.duplicate().get(bytes);
    Schema schema = schema(bytes);
    if (readings.size() >= MOST_SCHEMAS) {
      readings.clear();
      bySchema.clear();
    }
    Reading reading = bySchema.computeIfAbsent(schema, Envelope::reading);
    readings.put(ByteBuffer.wrap(bytes), reading);
    return reading;
  }

  private static Reading reading(Schema schema) {
    return new Reading(schema, JsonTypes.of(schema, JsonStyle.CONNECT));
  }

  private Schema schema(byte[] json) throws MisfitException {
    try {
      Schema schema = ConnectSchemaReader.read(JSON.readTree(json), of.recordName());
      JsonTypes.of(schema, JsonStyle.CONNECT); // to see whether its defaults can be read
      return schema;
    } catch (IOException | RuntimeException wrong) {
      throw new MisfitException("the envelope's schema is none: " + wrong.getMessage());
    }
  }
}
