package dev.headrace.runtime.task;

import java.time.Duration;

/** What a {@link Task} wants after a turn. */
public sealed interface Turn {

  /** More is to be done now. */
  record Again() implements Turn {}

  /** Nothing to do until {@code atMost} has passed, or the task is woken. */
  record Wait(Duration atMost) implements Turn {}

  /** The task has come to its end: stopped in order, or (once) everything is read. */
  record Finished() implements Turn {}

  /** The one {@link Again}. */
  Turn AGAIN = new Again();

  /** The one {@link Finished}. */
  Turn FINISHED = new Finished();
}
