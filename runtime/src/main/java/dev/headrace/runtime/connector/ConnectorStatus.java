package dev.headrace.runtime.connector;

import dev.headrace.connector.Guarantee;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.task.TaskProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a connector is doing.
 *
 * @param topics those it writes to or reads from, as far as its settings name them
 * @param trace what went wrong, for people; empty while nothing did
 * @param retry when it looks again for what it has to do; empty unless that failed
 * @param schedule when it is read; empty for what is at work all the time
 */
public record ConnectorStatus(
    String name,
    Kind kind,
    State state,
    Optional<String> trace,
    Optional<Retry> retry,
    Optional<Times> schedule,
    Guarantee guarantee,
    List<String> topics,
    List<TaskStatus> tasks) {

  public ConnectorStatus {
    topics = List.copyOf(topics);
    tasks = List.copyOf(tasks);
  }

  /** How it is shown while it rests, whatever it came to before. */
  ConnectorStatus resting(TargetState target) {
    List<TaskStatus> shown =
        target == TargetState.STOPPED
            ? List.of()
            : tasks.stream().map(task -> task.resting(target)).toList();
    return new ConnectorStatus(
        name,
        kind,
        target.shown(),
        Optional.empty(),
        Optional.empty(),
        schedule.map(times -> new Times(times.text(), Optional.empty(), times.runs())),
        guarantee,
        topics,
        shown);
  }

  /** Which way the data goes. */
  public enum Kind {
    SOURCE,
    SINK,
    /** Its config cannot be used, so nobody knows. */
    UNKNOWN
  }

  /** Kafka Connect's states, and three more: what they mean is derived from what a task does. */
  public enum State {
    UNASSIGNED,
    RUNNING,
    RESTARTING,
    FAILED,
    /** There is something to do, and nothing has gone forward for a while. */
    STALLED,
    /** The log should take nothing from elsewhere for now, so nothing is read. */
    HELD,
    /** Somebody paused it. */
    PAUSED,
    /** Somebody stopped it; it has no tasks. */
    STOPPED,
    /** Came to its end: {@code run --once}, or a source that has one. */
    COMPLETED
  }

  /**
   * When a source is read.
   *
   * @param text the schedule as its user wrote it
   * @param next when a run is due; empty while one goes on, and when none is due any more
   * @param runs the last ones, the newest first
   */
  public record Times(String text, Optional<Instant> next, List<Run> runs) {
    public Times {
      runs = List.copyOf(runs);
    }
  }

  /**
   * That something failed and is going to be tried again.
   *
   * @param failures how often it failed in a row
   */
  public record Retry(int failures, Instant nextAttempt) {}

  /**
   * How one task is doing.
   *
   * @param trace what went wrong, for people; empty while nothing did
   * @param retry empty unless it is restarting
   */
  public record TaskStatus(
      int task, State state, Optional<String> trace, Optional<Retry> retry, TaskProgress progress) {

    private TaskStatus resting(TargetState target) {
      return new TaskStatus(task, target.shown(), Optional.empty(), Optional.empty(), progress);
    }
  }
}
