package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.util.Optional;
import org.apache.avro.Schema;

/** Makes the {@link Conversion} from each format to each form. Thread-safe. */
public final class Conversions {

  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private final TopicSchemas schemas;

  public Conversions(TopicSchemas schemas) {
    this.schemas = schemas;
  }

  /** What is stored, by the name of its format; costs no more than an object. */
  public static Value asStored(Format format, Slice stored) {
    return switch (format) {
      case JSON, JSON_ENVELOPE -> json(stored);
      case TEXT -> new Value.Text(stored.toString());
      case AVRO, BYTES -> new Value.Bytes(stored.toBytes());
    };
  }

  /** The conversion of one side of a topic, for one task. */
  public Conversion of(Format format, ValueForm form, TopicSide of) {
    return switch (form) {
      case AS_STORED -> stored -> Optional.of(asStored(format, stored));
      case JSON -> toJson(format, of);
      case COLUMNS -> toColumns(format, of);
    };
  }

  private Conversion toJson(Format format, TopicSide of) {
    Side side = of.side();
    return switch (format) {
      case JSON -> {
        Conversion checked =
            stored -> {
              JsonText.check(stored, side);
              return Optional.of(json(stored));
            };
        yield checked;
      }
      case TEXT -> stored -> plain(new Value.Datum(stored.toString(), TEXT), side);
      case BYTES -> stored -> plain(new Value.Datum(stored.toBytes(), BYTES), side);
      case AVRO -> {
        AvroConversion avro = new AvroConversion(schemas.writers(), of);
        yield stored -> plain(avro.datum(stored), side);
      }
      case JSON_ENVELOPE -> EnvelopeConversion.toJson(of);
    };
  }

  private Conversion toColumns(Format format, TopicSide of) {
    return switch (format) {
      case JSON -> new JsonColumns(schemas, of);
      case AVRO -> new AvroConversion(schemas.writers(), of);
      case TEXT -> stored -> Optional.of(new Value.Datum(stored.toString(), TEXT));
      case BYTES ->
          stored -> Optional.of(new Value.Datum(java.nio.ByteBuffer.wrap(stored.toBytes()), BYTES));
      case JSON_ENVELOPE -> new EnvelopeConversion(schemas, of);
    };
  }

  static Value.Json json(Slice stored) {
    return new Value.Json(stored.array(), stored.from(), stored.length());
  }

  static Optional<Value> plain(Value.Datum datum, Side side) throws FormatException {
    try {
      return Optional.of(Value.Json.of(DatumJson.write(datum)));
    } catch (MisfitException misfit) {
      throw misfit.refused(
          side.text() + ".not-of-its-schema", "Correct the record's writer: it broke its schema.");
    }
  }
}
