package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding behind a reference to its schema. JSON becomes typed data as it does for a
 * sink that takes columns: by the topic's schema, which it widens where nobody said what it is. One
 * thread.
 */
final class AvroEncoding implements Encoding {

  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);
  private static final int USUAL_BYTES = 1024;

  private final TopicSchemas schemas;
  private final TopicSide of;
  private final JsonColumns json;
  private final Slice slice = new Slice();
  private final AvroOutput out = new AvroOutput(USUAL_BYTES);
  private @Nullable Schema schema;
  private byte[] prefix = {};

  AvroEncoding(TopicSchemas schemas, TopicSide of) {
    this.schemas = schemas;
    this.of = of;
    this.json = new JsonColumns(schemas, of);
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Datum datum -> encode(datum);
      case Value.Text(String text) -> encode(new Value.Datum(text, TEXT));
      case Value.Bytes(byte[] bytes) -> encode(new Value.Datum(ByteBuffer.wrap(bytes), BYTES));
      case Value.Json(byte[] buffer, int from, int length) -> {
        Optional<Value> datum = datum(slice.set(buffer, from, length));
        yield datum.isPresent() ? encode(datum.get()) : ByteSlice.NULL;
      }
    };
  }

  /** A record is a batch of its own: a source has no others to look at. */
  private Optional<Value> datum(Slice text) throws FormatException {
    json.begin();
    Optional<Value> datum = json.convert(text);
    while (json.widened()) {
      datum = json.convert(text);
    }
    return datum;
  }

  private ByteSlice encode(Value.Datum datum) throws FormatException {
    if (!datum.schema().equals(schema)) {
      prefix = schemas.writers().prefix(datum.schema());
      schema = datum.schema();
    }
    out.clear();
    out.writeFixed(prefix);
    Faults.ofSource(
        of.side(),
        () -> {
          AvroWriter.write(datum.schema(), datum.value(), out);
          return out;
        });
    return out.slice();
  }
}
