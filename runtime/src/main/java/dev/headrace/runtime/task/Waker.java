package dev.headrace.runtime.task;

/** Runs a task that waits. */
@FunctionalInterface
public interface Waker {

  /**
   * Gives the task a turn soon; one more turn if it is running. Cheap, never blocks, from any
   * thread; harmless for a task that has ended.
   */
  void wake(Task task);
}
