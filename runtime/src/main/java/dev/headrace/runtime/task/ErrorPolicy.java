package dev.headrace.runtime.task;

import java.util.Optional;

/**
 * What becomes of a record that is refused.
 *
 * @param tolerance Connect's {@code errors.tolerance}
 * @param deadLetterTopic Connect's {@code errors.deadletterqueue.topic.name}: where refused records
 *     go, in the same transaction as everything else
 */
public record ErrorPolicy(Tolerance tolerance, Optional<String> deadLetterTopic) {

  /** Whether a task goes on behind a refused record. */
  public enum Tolerance {
    /** The task fails at the record. */
    NONE,
    /** The record is counted, logged and left out. */
    ALL
  }

  /** Connect's default: the task fails at the first record that is refused. */
  public static final ErrorPolicy STOP = new ErrorPolicy(Tolerance.NONE, Optional.empty());

  /** Refused records are counted and left out. */
  public static final ErrorPolicy SKIP = new ErrorPolicy(Tolerance.ALL, Optional.empty());
}
