package dev.headrace.runtime.schema;

import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * What is known of the schema of a topic's keys or values. Immutable; a transition that changes
 * nothing returns the same object, and declaring or inferring gives the same in any order.
 *
 * @param topicId whose schema it is: a topic of the same name that was created anew is another one
 * @param revision how often it was changed, from 1; 0 for nothing known
 * @param declared what sources say that they write, all of them together
 * @param inferred what the data showed
 * @param pinned what the user said
 */
public record TopicSchema(
    UUID topicId,
    int revision,
    Optional<Schema> declared,
    Optional<Schema> inferred,
    Optional<Schema> pinned) {

  /** Where the schema that counts comes from. */
  public enum Origin {
    /** By the user: records that do not fit are refused, and nothing changes it. */
    PINNED,
    /** By the sources that write to the topic. */
    DECLARED,
    /** From the data; widens as the data shows more. */
    INFERRED
  }

  /** The schema that counts. */
  public record Effective(Schema schema, Origin origin) {}

  /** Nothing is known yet. */
  static TopicSchema unknown(UUID topicId) {
    return new TopicSchema(topicId, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A pin wins over a declaration, and that over what was inferred. */
  public Optional<Effective> effective() {
    return pinned
        .map(schema -> new Effective(schema, Origin.PINNED))
        .or(() -> declared.map(schema -> new Effective(schema, Origin.DECLARED)))
        .or(() -> inferred.map(schema -> new Effective(schema, Origin.INFERRED)));
  }

  TopicSchema declare(Schema schema) throws RefusedSchemaException {
    Schema joined = widened(declared, schema, Widening.DECLARED);
    return same(declared, joined)
        ? this
        : new TopicSchema(topicId, revision + 1, Optional.of(joined), inferred, pinned);
  }

  TopicSchema infer(Schema schema) throws RefusedSchemaException {
    Schema joined = widened(inferred, schema, Widening.INFERRED);
    return same(inferred, joined)
        ? this
        : new TopicSchema(topicId, revision + 1, declared, Optional.of(joined), pinned);
  }

  TopicSchema pin(Schema schema) {
    return same(pinned, schema)
        ? this
        : new TopicSchema(topicId, revision + 1, declared, inferred, Optional.of(schema));
  }

  TopicSchema unpin() {
    return pinned.isEmpty()
        ? this
        : new TopicSchema(topicId, revision + 1, declared, inferred, Optional.empty());
  }

  /** Nothing is known any more; what is declared or found from now on counts. */
  TopicSchema forget() {
    return effective().isEmpty()
        ? this
        : new TopicSchema(
            topicId, revision + 1, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Schema widened(Optional<Schema> before, Schema schema, Widening widening)
      throws RefusedSchemaException {
    Schema joined =
        RecordNames.settle(before.map(known -> widening.join(known, schema)).orElse(schema));
    SchemaLimits.check(joined);
    return joined;
  }

  private static boolean same(Optional<Schema> before, Schema after) {
    return before.isPresent() && before.get().equals(after);
  }
}
