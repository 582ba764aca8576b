package dev.headrace.runtime.deadletter;

import java.util.Optional;

/**
 * What becomes of a record that is refused.
 *
 * @param tolerance Connect's {@code errors.tolerance}
 * @param deadLetters where refused records go, in the same transaction as everything else
 */
public record ErrorPolicy(Tolerance tolerance, Optional<DeadLetterTopic> deadLetters) {

  /** Whether a task goes on behind a refused record. */
  public enum Tolerance {
    /** The task fails at the record. */
    NONE,
    /** The record is counted, logged and left out. */
    ALL
  }

  /** What a dead letter tells beside the record's own bytes. */
  public enum Context {
    /** Headers that say where the record came from, and why it was refused. */
    HEADERS,
    /** Nothing. */
    NONE
  }

  /**
   * The topic for refused records.
   *
   * @param name Connect's {@code errors.deadletterqueue.topic.name}
   * @param context Connect's {@code errors.deadletterqueue.context.headers.enable}
   */
  public record DeadLetterTopic(String name, Context context) {}

  /** Connect's default: the task fails at the first record that is refused. */
  public static final ErrorPolicy STOP = new ErrorPolicy(Tolerance.NONE, Optional.empty());

  /** Refused records are counted and left out. */
  public static final ErrorPolicy SKIP = new ErrorPolicy(Tolerance.ALL, Optional.empty());

  /** Refused records go to a topic, with headers. */
  public static ErrorPolicy bury(String topic) {
    return new ErrorPolicy(Tolerance.ALL, Optional.of(new DeadLetterTopic(topic, Context.HEADERS)));
  }
}
