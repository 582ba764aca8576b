package dev.headrace.runtime.log;

/** Names a writer: whoever opens it next fences the one before. */
public record WriterId(String transactionalId) {

  /** The writer of a task: {@code <group.id>-<connector>-<task>}. */
  public static WriterId ofTask(String groupId, String connector, int task) {
    return new WriterId(groupId + "-" + connector + "-" + task);
  }
}
