package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;

/** UTF-8 text: read as {@link Value.Text}, written as {@link JsonFormat} does. */
final class TextFormat implements Format {

  @Override
  public String name() {
    return "text";
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return JSON.encode(value);
  }

  @Override
  public Value decode(Slice bytes) {
    return new Value.Text(bytes.toString());
  }
}
