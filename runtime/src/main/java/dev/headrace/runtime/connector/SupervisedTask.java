package dev.headrace.runtime.connector;

import dev.headrace.runtime.task.Task;
import dev.headrace.runtime.task.TaskProgress;
import java.util.Optional;

/**
 * One task number of a connector, through all the tasks that run under it. Immutable.
 *
 * @param restarts how often it was restarted in a row
 * @param before what its former tasks did
 */
record SupervisedTask(int number, TaskState state, Restarts restarts, TaskProgress before) {

  static SupervisedTask opened(int number, Task task, TaskProgress before) {
    return new SupervisedTask(number, new TaskState.Running(task), Restarts.NONE, before);
  }

  boolean runs(Task task) {
    return state.task().filter(task::equals).isPresent();
  }

  /** Counts what an ended task did; when that is something, it went well, whatever came then. */
  SupervisedTask tallied(Task task) {
    TaskProgress progress = task.progress();
    return new SupervisedTask(
        number, state, progress.records() > 0 ? Restarts.NONE : restarts, sum(before, progress));
  }

  SupervisedTask with(TaskState next) {
    return new SupervisedTask(number, next, restarts, before);
  }

  SupervisedTask with(Restarts next) {
    return new SupervisedTask(number, state, next, before);
  }

  /** How it does now; from any thread. */
  ConnectorStatus.TaskStatus status() {
    TaskProgress progress = state.task().map(task -> sum(before, task.progress())).orElse(before);
    Optional<Stall> stall = state.task().flatMap(Task::standstill).flatMap(Stall::of);
    Optional<Hold> hold = state.task().flatMap(Task::held).map(Hold::new);
    return new ConnectorStatus.TaskStatus(
        number,
        stall
            .map(_ -> ConnectorStatus.State.STALLED)
            .or(() -> hold.map(_ -> ConnectorStatus.State.HELD))
            .orElse(state.shown()),
        stall
            .map(Stall::words)
            .or(() -> hold.map(Hold::words))
            .or(() -> state.failure().map(Failure::words)),
        state.nextAttempt().map(next -> new ConnectorStatus.Retry(restarts.inARow(), next)),
        progress);
  }

  Optional<Failure> failure() {
    return state.failure();
  }

  /** Whether it does nothing more unless its connector is changed. */
  boolean isSettled() {
    return state instanceof TaskState.Completed || state instanceof TaskState.Failed;
  }

  private static TaskProgress sum(TaskProgress former, TaskProgress present) {
    return new TaskProgress(
        former.records() + present.records(),
        former.bytes() + present.bytes(),
        former.refused() + present.refused(),
        present.lastRefusal().or(former::lastRefusal),
        present.lag(),
        Math.max(former.lastProgressMillis(), present.lastProgressMillis()));
  }
}
