package dev.headrace.runtime.format;

import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.RefusedSchemaException;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Plain JSON. Bytes, text and JSON go through as they are; typed data is written out, and its
 * schema declared before the first value of it, so that who reads the topic gets it back. One
 * thread.
 */
final class JsonEncoding implements Encoding {

  private final TopicSchemas schemas;
  private final TopicSide of;
  private @Nullable Schema declared;

  JsonEncoding(TopicSchemas schemas, TopicSide of) {
    this.schemas = schemas;
    this.of = of;
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Json json -> Encodings.slice(json);
      case Value.Bytes(byte[] bytes) -> ByteSlice.of(bytes);
      case Value.Text(String text) -> Encodings.utf8(text);
      case Value.Datum datum -> ByteSlice.of(plain(datum));
    };
  }

  private byte[] plain(Value.Datum datum) throws FormatException {
    byte[] json = Faults.ofSource(of.side(), () -> DatumJson.write(datum));
    declare(datum.schema());
    return json;
  }

  private void declare(Schema schema) throws FormatException {
    if (schema.equals(declared)) {
      return;
    }
    try {
      schemas.declare(of, schema);
    } catch (RefusedSchemaException refused) {
      throw new FormatException(refused.reason(), refused);
    }
    declared = schema;
  }
}
