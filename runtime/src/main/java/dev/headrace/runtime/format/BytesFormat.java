package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;

/** Bytes without a meaning: read as {@link Value.Bytes}, written as {@link JsonFormat} does. */
final class BytesFormat implements Format {

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return JSON.encode(value);
  }

  @Override
  public Value decode(Slice bytes) {
    return new Value.Bytes(bytes.toBytes());
  }
}
