package dev.headrace.runtime.task;

import dev.headrace.runtime.log.WriterId;

/**
 * Names a task.
 *
 * @param connector the connector's name
 * @param number from 0
 */
public record TaskName(String connector, int number) {

  /** The writer that only this task opens, fencing its predecessor. */
  public WriterId writer(String groupId) {
    return WriterId.ofTask(groupId, connector, number);
  }

  /** As {@code orders-in-0}. */
  @Override
  public String toString() {
    return connector + "-" + number;
  }
}
