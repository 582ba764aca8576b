package dev.headrace.runtime.connector;

import dev.headrace.runtime.connector.ConnectorStatus.State;
import dev.headrace.runtime.connector.ConnectorStatus.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a connector stands, for any thread to look at.
 *
 * @param planRestarts how often looking for what it has to do failed in a row
 */
record Snapshot(PlanState plan, Restarts planRestarts, List<SupervisedTask> tasks) {

  Snapshot {
    tasks = List.copyOf(tasks);
  }

  /** Before anything has happened. */
  static Snapshot unknown() {
    return new Snapshot(new PlanState.Unknown(), Restarts.NONE, List.of());
  }

  /**
   * @param planStall that looking for what it has to do does not come to an end
   */
  ConnectorStatus status(BoundConnector bound, Workload workload, Optional<Stall> planStall) {
    List<TaskStatus> shown = tasks.stream().map(SupervisedTask::status).toList();
    return new ConnectorStatus(
        bound.common().name(),
        workload.kind(),
        planStall.map(_ -> State.STALLED).orElseGet(() -> state(shown)),
        planStall.map(Stall::words).or(() -> trace(shown)),
        plan.nextAttempt().map(at -> new ConnectorStatus.Retry(planRestarts.inARow(), at)),
        Optional.empty(),
        bound.guarantee(),
        workload.topics(),
        shown);
  }

  /** Why it, or tasks of it, have failed for good. */
  List<Failure> failures() {
    Stream<Failure> ofPlan =
        plan instanceof PlanState.Failed(Failure why) ? Stream.of(why) : Stream.empty();
    Stream<Failure> ofTasks =
        tasks.stream()
            .filter(task -> task.state() instanceof TaskState.Failed)
            .flatMap(task -> task.failure().stream());
    return Stream.concat(ofPlan, ofTasks).toList();
  }

  /** Whether nothing more happens by itself. */
  boolean isSettled() {
    boolean planned = plan instanceof PlanState.Settled || plan instanceof PlanState.Failed;
    return planned && tasks.stream().allMatch(SupervisedTask::isSettled);
  }

  /** The numbers of the tasks that the pool has. */
  Set<Integer> running() {
    return tasks.stream()
        .filter(task -> task.state().task().isPresent())
        .map(SupervisedTask::number)
        .collect(Collectors.toSet());
  }

  private State state(List<TaskStatus> shown) {
    return switch (plan) {
      case PlanState.Unknown _ -> State.UNASSIGNED;
      case PlanState.Retrying _ -> State.RESTARTING;
      case PlanState.Failed _ -> State.FAILED;
      case PlanState.Changing _, PlanState.Settled _ when all(shown, State.FAILED) -> State.FAILED;
      case PlanState.Changing _, PlanState.Settled _ when all(shown, State.STALLED) ->
          State.STALLED;
      case PlanState.Changing _, PlanState.Settled _ when all(shown, State.HELD) -> State.HELD;
      case PlanState.Settled _ when tasks.stream().allMatch(SupervisedTask::isSettled) ->
          State.COMPLETED;
      case PlanState.Changing _, PlanState.Settled _ -> State.RUNNING;
    };
  }

  private static boolean all(List<TaskStatus> tasks, State state) {
    return !tasks.isEmpty() && tasks.stream().allMatch(task -> task.state() == state);
  }

  private Optional<String> trace(List<TaskStatus> shown) {
    return plan.failure()
        .map(Failure::words)
        .or(() -> shown.stream().flatMap(task -> task.trace().stream()).findFirst());
  }
}
