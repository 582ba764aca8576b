package dev.headrace.runtime.format;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.SchemaLookup;
import dev.headrace.runtime.schema.TopicSide;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Avro as typed data of the schema that it was written by. One thread.
 *
 * <p>A schema stays the same object in a task: the one that {@link SchemaLookup} gives.
 */
final class AvroConversion implements Conversion {

  private final SchemaLookup writers;
  private final TopicSide of;

  AvroConversion(SchemaLookup writers, TopicSide of) {
    this.writers = writers;
    this.of = of;
  }

  @Override
  public Optional<Value> convert(Slice stored) throws FormatException {
    return Optional.of(Columns.check(datum(stored), of.side()));
  }

  Value.Datum datum(Slice stored) throws FormatException {
    byte[] array = stored.array();
    SchemaLookup.Written written =
        writers.find(array, stored.from(), stored.length()).orElseThrow(() -> unknown(stored));
    int prefix = written.prefixLength();
    AvroInput in = new AvroInput(array, stored.from() + prefix, stored.length() - prefix);
    Schema schema = written.schema();
    try {
      return new Value.Datum(AvroReader.read(schema, in), schema);
    } catch (MisfitException broken) {
      throw broken.refused(
          of.side().text() + ".not-avro", "Correct the record's writer: it broke its schema.");
    }
  }

  private FormatException unknown(Slice stored) {
    String side = of.side().text();
    boolean registry = stored.length() >= 5 && stored.array()[stored.from()] == 0;
    String what =
        registry
            ? "the "
                + side
                + " names its schema by the number of a schema registry, and none is"
                + " connected"
            : "the " + side + " does not begin with a reference to a schema that is known here";
    return new FormatException(
        new Reason(
            side + ".unknown-schema", what, "Set `" + side + ".format` to what lies in the topic."),
        null);
  }
}
