package dev.headrace.runtime.format;

import dev.headrace.connector.Header;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.Side;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * UTF-8 text: JSON is text already, a single typed value is written as people write it, and one
 * with parts as JSON. Bytes must be UTF-8. Stateless.
 */
record TextEncoding(Side side) implements Encoding {

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Json json -> Encodings.slice(json);
      case Value.Bytes(byte[] bytes) -> checked(bytes);
      case Value.Text(String text) -> Encodings.utf8(text);
      case Value.Datum datum -> text(datum);
    };
  }

  private ByteSlice checked(byte[] bytes) throws FormatException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException notText) {
      throw Faults.cannotHold(side, Format.TEXT, "bytes that are not UTF-8");
    }
    return ByteSlice.of(bytes);
  }

  private ByteSlice text(Value.Datum datum) throws FormatException {
    byte[] json = Faults.ofSource(side, () -> DatumJson.write(datum));
    return json.length > 0 && json[0] == '"' && datum.schema().getType() != Schema.Type.RECORD
        ? Encodings.utf8(JsonText.string(json))
        : ByteSlice.of(json);
  }

  static ByteSlice encodeHeader(Header header) throws FormatException {
    return new TextEncoding(Side.VALUE).encode(header.value());
  }
}
