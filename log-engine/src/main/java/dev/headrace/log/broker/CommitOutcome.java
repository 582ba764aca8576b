package dev.headrace.log.broker;

/** How a commit ended. */
sealed interface CommitOutcome {

  /** Durable and visible. */
  record Committed() implements CommitOutcome {}

  /** Nothing of it is or will be visible. */
  record Aborted(RuntimeException cause) implements CommitOutcome {}

  /** The disk failed between decision and visibility; the next start finds out and settles it. */
  record Unsettled(RuntimeException cause) implements CommitOutcome {}
}
