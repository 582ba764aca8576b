package dev.headrace.runtime.task;

import dev.headrace.runtime.deadletter.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a task has done since it was opened, as of its last commit.
 *
 * @param records how many records went through
 * @param bytes the sum of their values' sizes
 * @param refused how many were refused and skipped
 * @param lastRefusal the last of these; empty before the first
 * @param lag how many records, known to be there, are still to be done; empty when not known
 * @param lastProgressMillis when records went through last, in milliseconds since 1970; 0 for never
 */
public record TaskProgress(
    long records,
    long bytes,
    long refused,
    Optional<Refusal.Last> lastRefusal,
    OptionalLong lag,
    long lastProgressMillis) {

  /** Of a task that has done nothing yet. */
  public static final TaskProgress NONE =
      new TaskProgress(0, 0, 0, Optional.empty(), OptionalLong.empty(), 0);
}
