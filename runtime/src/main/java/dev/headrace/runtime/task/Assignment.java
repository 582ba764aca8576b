package dev.headrace.runtime.task;

import java.util.List;

/**
 * The source partitions of a task.
 *
 * @param partitions in the order in which they are opened, without duplicates; one that has ended
 *     stays ended while it is assigned
 */
public record Assignment<K extends Record>(List<K> partitions, Outlook outlook) {

  /** Whether there will be another assignment. */
  public enum Outlook {
    /** The task waits for more when all partitions have ended. */
    MAY_CHANGE,
    /** The task is finished when all partitions have ended. */
    FINAL
  }

  public Assignment {
    partitions = List.copyOf(partitions);
  }

  public static <K extends Record> Assignment<K> changing(List<K> partitions) {
    return new Assignment<>(partitions, Outlook.MAY_CHANGE);
  }

  public static <K extends Record> Assignment<K> last(List<K> partitions) {
    return new Assignment<>(partitions, Outlook.FINAL);
  }
}
