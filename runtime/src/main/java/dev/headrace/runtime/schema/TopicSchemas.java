package dev.headrace.runtime.schema;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.log.KeyedTopic;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Topics;
import dev.headrace.runtime.log.WriterId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of topics, kept in a compacted topic in the format of {@link TopicSchemaJson}.
 * Thread-safe. What changes one returns when the change is durable, and waits for the log then: not
 * to be called where a thread may be interrupted.
 */
public final class TopicSchemas implements AutoCloseable {

  /** The topic's usual name. */
  public static final String TOPIC = "headrace-schemas";

  private static final Logger LOG = LoggerFactory.getLogger(TopicSchemas.class);

  private final Topics topics;
  private final KeyedTopic log;
  private final WriterSchemas writers;
  private final Aside aside;
  private final Map<TopicSide, Parsed> parsed;

  /** What was read last, and the bytes that it was read from. */
  private record Parsed(ByteBuffer bytes, Optional<TopicSchema> schema) {}

  /** A change of what is known. */
  private interface Transition {
    TopicSchema of(TopicSchema known) throws RefusedSchemaException;
  }

  /**
   * @param log its opener's to close, after this
   */
  public TopicSchemas(Log log, InstantSource clock) {
    this.topics = log.topics();
    this.log = new KeyedTopic(log, TOPIC, new WriterId(TOPIC), clock);
    this.writers = new LoggedWriterSchemas(this.log);
    this.aside = Aside.NOT_NEEDED;
    this.parsed = new ConcurrentHashMap<>();
  }

  private TopicSchemas(TopicSchemas of, Aside aside) {
    this.topics = of.topics;
    this.log = of.log;
    this.writers = of.writers;
    this.aside = aside;
    this.parsed = of.parsed;
  }

  /** The same schemas, for a thread that has to go aside to wait for the log. */
  public TopicSchemas through(Aside newAside) {
    return new TopicSchemas(this, newAside);
  }

  /** Finds the schemas of Avro bytes. */
  public WriterSchemas writers() {
    return aside.equals(Aside.NOT_NEEDED) ? writers : new WritersAside(writers, aside);
  }

  /** Only what is not known yet waits for the log, but who asks asks once a schema. */
  private record WritersAside(WriterSchemas writers, Aside aside) implements WriterSchemas {
    @Override
    public byte[] prefix(Schema schema) {
      return aside.run(() -> writers.prefix(schema));
    }

    @Override
    public Optional<Written> find(byte[] array, int from, int length) {
      return aside.run(() -> writers.find(array, from, length));
    }
  }

  /** Whether there is such a topic. */
  public boolean topicExists(String topic) {
    return topics.find(topic).isPresent();
  }

  /**
   * What is known now. The same object as long as nothing has changed, so that it costs little to
   * ask before each batch.
   */
  public Optional<TopicSchema> find(TopicSide of) {
    return topics
        .find(of.topic())
        .flatMap(
            topic ->
                get(ByteBuffer.wrap(TopicSchemaJson.key(of)))
                    .flatMap(bytes -> parse(of, bytes))
                    .filter(schema -> schema.topicId().equals(topic.id())));
  }

  /** The same, with all that was committed before this call. */
  public Optional<TopicSchema> findLatest(TopicSide of) {
    aside.run(
        () -> {
          log.catchUp();
          return true;
        });
    return find(of);
  }

  private Optional<ByteBuffer> get(ByteBuffer key) {
    return log.isOpen() ? log.get(key) : aside.run(() -> log.get(key));
  }

  /**
   * A source is about to write values of this schema as plain JSON.
   *
   * @throws RefusedSchemaException when it cannot be joined to what was declared before
   */
  public TopicSchema declare(TopicSide of, Schema schema) throws RefusedSchemaException {
    SchemaLimits.check(schema);
    return aside.run(() -> change(of, known -> known.declare(schema)));
  }

  /**
   * The data has shown this.
   *
   * @throws RefusedSchemaException when it cannot be joined to what was inferred before
   */
  public TopicSchema infer(TopicSide of, Schema seen) throws RefusedSchemaException {
    return aside.run(() -> change(of, known -> known.infer(seen)));
  }

  /**
   * The user says what the schema is.
   *
   * @throws RefusedSchemaException when it cannot be one of a topic
   */
  public TopicSchema pin(TopicSide of, Schema schema) throws RefusedSchemaException {
    SchemaLimits.check(schema);
    checkLogicalTypes(schema);
    if (of.side() == Side.VALUE && schema.getType() != Schema.Type.RECORD) {
      throw new RefusedSchemaException(
          new Reason(
              "schema.not-a-record",
              "it is of type "
                  + schema.getType().getName()
                  + ", and columns are the fields of a record",
              "Pin a schema of type record."));
    }
    return change(of, known -> known.pin(schema));
  }

  /** Avro takes a logical type that is wrong for none, and a decimal would be bytes. */
  private static void checkLogicalTypes(Schema schema) throws RefusedSchemaException {
    try {
      LogicalTypes.fromSchema(schema);
    } catch (RuntimeException wrong) {
      throw new RefusedSchemaException(
          new Reason(
              "schema.logical-type",
              "a logical type in it is wrong: " + wrong.getMessage(),
              "Correct it, as Avro's specification says."));
    }
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          checkLogicalTypes(field.schema());
        }
      }
      case ARRAY -> checkLogicalTypes(schema.getElementType());
      case MAP -> checkLogicalTypes(schema.getValueType());
      case UNION -> {
        for (Schema one : schema.getTypes()) {
          checkLogicalTypes(one);
        }
      }
      default -> {}
    }
  }

  /** Takes the pin away; where there is none, all that is known. */
  public TopicSchema unpin(TopicSide of) {
    boolean pinned = findLatest(of).flatMap(TopicSchema::pinned).isPresent();
    try {
      return change(of, known -> pinned ? known.unpin() : known.forget());
    } catch (RefusedSchemaException impossible) {
      throw new IllegalStateException("less is never too much", impossible);
    }
  }

  @Override
  public void close() {
    log.close();
  }

  private TopicSchema change(TopicSide of, Transition transition) throws RefusedSchemaException {
    UUID topicId =
        topics
            .find(of.topic())
            .map(Topics.Description::id)
            .orElseThrow(() -> new LogException.Refused("there is no topic " + of.topic()));
    AtomicReference<Changed> last = new AtomicReference<>();
    log.change(
        TopicSchemaJson.key(of),
        bytes -> {
          TopicSchema known =
              bytes
                  .flatMap(each -> parse(of, each))
                  .filter(schema -> schema.topicId().equals(topicId))
                  .orElseGet(() -> TopicSchema.unknown(topicId));
          TopicSchema next = transition.of(known);
          last.set(new Changed(known, next));
          return next.equals(known) ? Optional.empty() : Optional.of(TopicSchemaJson.write(next));
        });
    Changed changed = last.get();
    tell(of, changed.before(), changed.after());
    return find(of).orElse(changed.after());
  }

  private record Changed(TopicSchema before, TopicSchema after) {}

  /** Nothing changes silently. */
  private static void tell(TopicSide of, TopicSchema before, TopicSchema after) {
    if (!before.equals(after) && LOG.isInfoEnabled()) {
      LOG.info(
          "the schema of the {} is now {}: {}",
          of,
          after
              .effective()
              .map(now -> now.origin().name().toLowerCase(Locale.ROOT))
              .orElse("unknown"),
          SchemaChange.describe(before, after));
    }
  }

  private Optional<TopicSchema> parse(TopicSide of, ByteBuffer bytes) {
    Parsed last = parsed.get(of);
    if (last != null && last.bytes().equals(bytes)) {
      return last.schema();
    }
    Optional<TopicSchema> schema;
    try {
      schema = Optional.of(TopicSchemaJson.read(bytes));
    } catch (IOException unreadable) {
      LOG.warn(
          "the schema of the {} in topic {} is not readable: {}",
          of,
          TOPIC,
          unreadable.getMessage());
      schema = Optional.empty();
    }
    parsed.put(of, new Parsed(bytes, schema));
    return schema;
  }
}
