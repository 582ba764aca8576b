package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.Inference;
import dev.headrace.runtime.schema.RefusedSchemaException;
import dev.headrace.runtime.schema.SchemaLimits;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchema;
import dev.headrace.runtime.schema.TopicSchema.Origin;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import dev.headrace.runtime.schema.Widening;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Plain JSON as typed data, by the schema of its topic. Where nobody said what that is, the data
 * does: a record that does not fit widens it, for the whole batch and all to come. One thread.
 */
final class JsonColumns implements Conversion {

  /** Once for what the batch shows, and some more for what others change meanwhile. */
  private static final int MOST_ROUNDS = 4;

  private final TopicSchemas schemas;
  private final TopicSide of;
  private Optional<TopicSchema> known = Optional.empty();
  private Origin origin = Origin.INFERRED;
  private @Nullable Reading reading;

  // Of this batch.
  private boolean lookedAgain;
  private boolean grown;
  private int rounds;

  /** A schema, and how JSON is read by it. */
  private record Reading(Schema schema, JsonType type) {}

  JsonColumns(TopicSchemas schemas, TopicSide of) {
    this.schemas = schemas;
    this.of = of;
  }

  @Override
  public void begin() {
    rounds = 0;
    grown = false;
    lookedAgain = false;
    use(schemas.find(of));
  }

  @Override
  public Optional<Value> convert(Slice stored) throws FormatException {
    try {
      return read(stored);
    } catch (MisfitException misfit) {
      lookAgain();
      return widen(stored);
    }
  }

  @Override
  public boolean widened() {
    Reading seen = reading;
    if (!grown || seen == null) {
      return false;
    }
    grown = false;
    rounds++;
    try {
      use(Optional.of(schemas.infer(of, seen.schema())));
    } catch (RefusedSchemaException tooMuchTogether) {
      rounds = MOST_ROUNDS; // so that what does not fit is refused, one by one
      use(schemas.find(of));
    }
    return true;
  }

  private Optional<Value> read(Slice stored) throws FormatException, MisfitException {
    return JsonText.read(
        stored,
        of.side(),
        json -> {
          if (json.currentToken() == JsonToken.VALUE_NULL) {
            return Optional.empty();
          }
          checkHasColumns(json);
          Reading by = reading;
          if (by == null) {
            throw new MisfitException("nothing is known of the schema yet");
          }
          Object value = by.type().read(json);
          return value == null
              ? Optional.<Value>empty()
              : Optional.of(new Value.Datum(value, by.schema()));
        });
  }

  private Optional<Value> widen(Slice stored) throws FormatException {
    try {
      return read(stored);
    } catch (MisfitException misfit) {
      if (origin != Origin.INFERRED || rounds >= MOST_ROUNDS) {
        throw misfit.refused(code("misfit"), nextStep());
      }
    }
    try {
      grow(JsonText.read(stored, of.side(), this::infer));
      return read(stored);
    } catch (MisfitException misfit) {
      throw misfit.refused(code("misfit"), nextStep());
    }
  }

  private Schema infer(JsonParser json) throws IOException, MisfitException {
    checkHasColumns(json);
    try {
      Schema seen = Inference.of(json, of.recordName());
      Reading before = reading;
      Schema wider = before == null ? seen : Widening.INFERRED.join(before.schema(), seen);
      SchemaLimits.check(wider);
      return wider;
    } catch (RefusedSchemaException tooLarge) {
      throw new MisfitException(tooLarge.reason().what() + ". " + tooLarge.reason().next());
    }
  }

  private void checkHasColumns(JsonParser json) throws IOException, MisfitException {
    if (of.side() == Side.VALUE && json.currentToken() != JsonToken.START_OBJECT) {
      throw new MisfitException(JsonType.shown(json) + " has no columns, an object has");
    }
  }

  private void grow(Schema wider) {
    origin = Origin.INFERRED;
    reading = new Reading(wider, JsonTypes.of(wider, JsonStyle.FOUND));
    grown = true;
  }

  /** What a source declared, or another task found, may not have been seen here when it began. */
  private void lookAgain() {
    if (!lookedAgain && !grown) {
      lookedAgain = true;
      use(schemas.findLatest(of));
    }
  }

  /** The same schema stays the same object: a sink takes another one for a change. */
  private void use(Optional<TopicSchema> now) {
    if (now.equals(known) && reading != null) {
      return;
    }
    known = now;
    Optional<TopicSchema.Effective> effective = now.flatMap(TopicSchema::effective);
    if (effective.isEmpty()) {
      reading = null;
      origin = Origin.INFERRED;
      return;
    }
    Schema schema = effective.get().schema();
    JsonStyle style =
        effective.get().origin() == Origin.INFERRED ? JsonStyle.FOUND : JsonStyle.PLAIN;
    Reading before = reading;
    boolean same = before != null && before.schema().equals(schema);
    Schema kept = same ? before.schema() : schema;
    if (!same || origin != effective.get().origin()) {
      reading = new Reading(kept, JsonTypes.of(kept, style));
    }
    origin = effective.get().origin();
  }

  private String code(String what) {
    return of.side().text() + "." + what;
  }

  private String nextStep() {
    return switch (origin) {
      case PINNED ->
          "The schema is pinned: correct the record's writer, or pin another with `headrace topics"
              + " schema "
              + of.topic()
              + " --pin FILE`.";
      case DECLARED ->
          "The source that writes the topic says so: write other data to another topic, or pin a"
              + " schema that takes both with `headrace topics schema "
              + of.topic()
              + " --pin FILE`.";
      case INFERRED -> "Correct the record's writer, or leave such records out.";
    };
  }
}
