package dev.headrace.runtime.deadletter;

/**
 * Who refuses records.
 *
 * @param connectorName the name of the connector instance
 * @param task the number of the task within it, from 0
 * @param connectorClass the class whose code is run
 */
public record Refuser(String connectorName, int task, String connectorClass) {

  /** As {@code orders-out-0}. */
  @Override
  public String toString() {
    return connectorName + "-" + task;
  }
}
