package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.Side;
import org.apache.avro.generic.GenericRecord;

/** Typed data with fields. */
final class Columns {

  private Columns() {}

  /** The datum, when it can be columns: a value is a record, a key may be anything. */
  static Value.Datum check(Value.Datum datum, Side side) throws FormatException {
    if (side == Side.KEY || datum.value() instanceof GenericRecord) {
      return datum;
    }
    throw new FormatException(
        new Reason(
            "value.no-columns",
            "the value is of type " + datum.schema().getType().getName() + ", not a record",
            "Write records to the topic, or use a sink that takes values as they are."),
        null);
  }
}
