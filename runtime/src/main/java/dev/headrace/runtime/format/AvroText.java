package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.runtime.schema.SchemaLookup;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSide;
import java.util.Optional;

/** Avro bytes as people read them: as plain JSON. One thread. */
public final class AvroText {

  private final AvroConversion conversion;
  private final Slice slice = new Slice();

  public AvroText(SchemaLookup schemas, String topic) {
    this.conversion = new AvroConversion(schemas, new TopicSide(topic, Side.VALUE));
  }

  /** The JSON, in UTF-8; empty when the bytes are no Avro whose schema is known. */
  public Optional<byte[]> json(byte[] bytes) {
    try {
      return Optional.of(DatumJson.write(conversion.datum(slice.set(bytes, 0, bytes.length))));
    } catch (FormatException | MisfitException other) {
      return Optional.empty();
    }
  }
}
