package dev.headrace.runtime.task;

/** How a task came to its end; it is closed by then. */
public sealed interface TaskEnd {

  /** In order: stopped, or everything is done. */
  record Finished() implements TaskEnd {}

  /**
   * A turn threw this: a {@link dev.headrace.connector.ConnectorException}, a {@link
   * dev.headrace.runtime.log.LogException}, or what nobody foresaw.
   */
  record Failed(Throwable cause) implements TaskEnd {}

  /** {@link TaskPool#abandon} was called before it ended by itself. */
  record Abandoned() implements TaskEnd {}

  /** Hears once of each task that it has ended. */
  @FunctionalInterface
  interface Listener {
    /** On a thread of the pool, which it may not hold for long. */
    void ended(Task task, TaskEnd end);
  }
}
