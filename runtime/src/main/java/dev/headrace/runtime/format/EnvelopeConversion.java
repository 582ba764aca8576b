package dev.headrace.runtime.format;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.util.Optional;

/**
 * Kafka Connect's envelope as typed data. A payload without a schema is plain JSON, for which the
 * topic's schema counts. One thread.
 */
final class EnvelopeConversion implements Conversion {

  private final Envelope envelope;
  private final JsonColumns untyped;
  private final TopicSide of;

  EnvelopeConversion(TopicSchemas schemas, TopicSide of) {
    this.envelope = new Envelope(of);
    this.untyped = new JsonColumns(schemas, of);
    this.of = of;
  }

  @Override
  public void begin() {
    untyped.begin();
  }

  @Override
  public Optional<Value> convert(Slice stored) throws FormatException {
    return switch (read(envelope, stored, of)) {
      case Envelope.Content.Typed(Value.Datum datum) ->
          Optional.of(Columns.check(datum, of.side()));
      case Envelope.Content.Untyped(Slice json) -> untyped.convert(json);
      case Envelope.Content.Nothing() -> Optional.empty();
    };
  }

  @Override
  public boolean widened() {
    return untyped.widened();
  }

  /** The same as plain JSON. */
  static Conversion toJson(TopicSide of) {
    Envelope envelope = new Envelope(of);
    return stored ->
        switch (read(envelope, stored, of)) {
          case Envelope.Content.Typed(Value.Datum datum) -> Conversions.plain(datum, of.side());
          case Envelope.Content.Untyped(Slice json) -> Optional.of(Conversions.json(json));
          case Envelope.Content.Nothing() -> Optional.empty();
        };
  }

  private static Envelope.Content read(Envelope envelope, Slice stored, TopicSide of)
      throws FormatException {
    try {
      return envelope.read(stored);
    } catch (MisfitException misfit) {
      String side = of.side().text();
      throw misfit.refused(
          side + ".not-an-envelope",
          "Set `" + side + ".format` to what lies in the topic, or correct the record's writer.");
    }
  }
}
