package dev.headrace.runtime.connector;

import dev.headrace.connector.Guarantee;
import dev.headrace.runtime.task.TaskProgress;
import java.util.List;
import java.util.Optional;

/**
 * How a connector is doing.
 *
 * @param topics those it writes to or reads from, as far as its settings name them
 * @param trace what went wrong, for people; empty while nothing did
 */
public record ConnectorStatus(
    String name,
    Kind kind,
    State state,
    Optional<String> trace,
    Guarantee guarantee,
    List<String> topics,
    List<TaskStatus> tasks) {

  public ConnectorStatus {
    topics = List.copyOf(topics);
    tasks = List.copyOf(tasks);
  }

  /** Which way the data goes. */
  public enum Kind {
    SOURCE,
    SINK,
    /** Its config cannot be used, so nobody knows. */
    UNKNOWN
  }

  /** Kafka Connect's states, and two more. */
  public enum State {
    UNASSIGNED,
    RUNNING,
    RESTARTING,
    FAILED,
    /** Came to its end: {@code run --once}, or a source that has one. */
    COMPLETED
  }

  /** How one task is doing. */
  public record TaskStatus(int task, State state, Optional<String> trace, TaskProgress progress) {}
}
