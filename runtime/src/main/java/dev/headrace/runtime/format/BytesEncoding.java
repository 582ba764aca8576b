package dev.headrace.runtime.format;

import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.Side;
import org.apache.avro.Schema;

/** Bytes as they are. Of typed data only bytes and text have some of their own. Stateless. */
record BytesEncoding(Side side) implements Encoding {

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Json json -> Encodings.slice(json);
      case Value.Bytes(byte[] bytes) -> ByteSlice.of(bytes);
      case Value.Text(String text) -> Encodings.utf8(text);
      case Value.Datum(String text, _) -> Encodings.utf8(text);
      case Value.Datum datum when isBytes(datum.schema()) ->
          ByteSlice.of(Faults.ofSource(side, () -> Scalars.bytes(datum.value())));
      case Value.Datum(_, Schema schema) ->
          throw Faults.cannotHold(
              side, Format.BYTES, "typed data (" + schema.getType().getName() + ")");
    };
  }

  private static boolean isBytes(Schema schema) {
    return Kind.of(schema) == Kind.PLAIN
        && (schema.getType() == Schema.Type.BYTES || schema.getType() == Schema.Type.FIXED);
  }
}
