package dev.headrace.runtime.format;

import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;

/** Puts the keys or values of a source into a topic's format. One thread. */
public interface Encoding {

  /**
   * The value as bytes, valid until the next call. Where it is bytes already they are not copied.
   * What is needed to read them again is durable when this returns.
   *
   * @throws FormatException when the format cannot hold the value
   */
  ByteSlice encode(Value value) throws FormatException;
}
