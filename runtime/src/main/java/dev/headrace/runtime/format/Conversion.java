package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import java.util.Optional;

/**
 * Brings what is stored of one topic's keys or values into the form that a sink takes. One thread.
 */
public interface Conversion {

  /**
   * What the bytes are in the form; empty for nothing, as JSON's null is. It may share the bytes,
   * and is valid as long as they are; typed data is valid for ever.
   *
   * @param stored not null
   * @throws FormatException when they are not of the format, or have no such form
   */
  Optional<Value> convert(Slice stored) throws FormatException;

  /** Before the records of a batch: looks what is known of the topic's schema by now. */
  default void begin() {}

  /**
   * Behind the last record of a batch: whether it must be converted once more, since it showed more
   * than the schema said. The wider schema is durable then.
   */
  default boolean widened() {
    return false;
  }
}
