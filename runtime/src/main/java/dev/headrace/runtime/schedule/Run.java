package dev.headrace.runtime.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * One reading of a source, from its partitions' positions to their ends.
 *
 * @param due when it was due; names it among the runs of its connector
 * @param began when it was begun
 * @param ending empty while it goes on, and when it was interrupted
 */
public record Run(Instant due, Instant began, Optional<Ending> ending) {

  /**
   * How it ended.
   *
   * @param records how many records it brought
   * @param trace what went wrong, for people; empty when nothing did
   */
  public record Ending(Instant ended, long records, Outcome outcome, Optional<String> trace) {}

  /** What became of it. */
  public enum Outcome {
    /** All partitions were read to their ends. */
    DONE,
    /** Not all of them were. */
    FAILED
  }

  /** One that begins. */
  public static Run begun(Instant due, Instant now) {
    return new Run(due, now, Optional.empty());
  }

  public Run ended(Ending how) {
    return new Run(due, began, Optional.of(how));
  }
}
