package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;

/** Bytes without a meaning: read as {@link Value.Bytes}, written as {@link JsonFormat} does. */
final class BytesFormat implements Format {

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public Encoded encode(Value value) throws FormatException {
    return JSON.encode(value);
  }

  @Override
  public Value decode(Slice bytes) {
    return new Value.Bytes(bytes.toBytes());
  }
}
