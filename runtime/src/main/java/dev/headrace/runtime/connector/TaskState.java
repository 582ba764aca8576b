package dev.headrace.runtime.connector;

import dev.headrace.runtime.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one task.
 *
 * <pre>
 *             ┌──── due ────── Restarting
 *             ▼                    ▲
 *  opened ─► Running ──── failed ──┤
 *             │  │                 └─ given up ─► Failed
 *             │  └── finished ─► Completed
 *             └── replaced ─► Replacing ── ended ─► Running
 * </pre>
 *
 * All but the failed and the completed become Stopped when their connector stops.
 */
sealed interface TaskState {

  /** As it is shown. */
  ConnectorStatus.State shown();

  /** What went wrong last; empty while it runs. */
  default Optional<Failure> failure() {
    return Optional.empty();
  }

  /** When it is tried again; empty unless it is going to be. */
  default Optional<Instant> nextAttempt() {
    return Optional.empty();
  }

  /** The task that the pool runs. */
  default Optional<Task> task() {
    return Optional.empty();
  }

  record Running(Task running) implements TaskState {
    Replacing replaced() {
      return new Replacing(running);
    }

    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.RUNNING;
    }

    @Override
    public Optional<Task> task() {
      return Optional.of(running);
    }
  }

  /** Ends in order, to be opened anew with another share. */
  record Replacing(Task running) implements TaskState {
    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.RUNNING;
    }

    @Override
    public Optional<Task> task() {
      return Optional.of(running);
    }
  }

  record Restarting(Failure why, Instant next, Alarm.Ticket due) implements TaskState {
    @Override
    public Optional<Instant> nextAttempt() {
      return Optional.of(next);
    }

    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.RESTARTING;
    }

    @Override
    public Optional<Failure> failure() {
      return Optional.of(why);
    }
  }

  record Failed(Failure why) implements TaskState {
    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.FAILED;
    }

    @Override
    public Optional<Failure> failure() {
      return Optional.of(why);
    }
  }

  record Completed() implements TaskState {
    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.COMPLETED;
    }
  }

  record Stopped() implements TaskState {
    @Override
    public ConnectorStatus.State shown() {
      return ConnectorStatus.State.UNASSIGNED;
    }
  }
}
