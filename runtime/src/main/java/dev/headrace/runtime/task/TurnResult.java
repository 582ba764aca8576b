package dev.headrace.runtime.task;

/** What a turn in the pool has led to. */
sealed interface TurnResult {

  /** The task goes on. */
  record Goes(Turn turn) implements TurnResult {}

  /** The task is over and closed. */
  record Ended(TaskEnd end) implements TurnResult {}
}
