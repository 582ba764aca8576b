package dev.headrace.runtime.connector;

import dev.headrace.runtime.task.Task;
import dev.headrace.runtime.task.TaskEnd;
import dev.headrace.runtime.task.TaskProgress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of a connector by their numbers, opened as work is dealt to them, and restarted when
 * they fail; see {@link TaskState}. Inside of the connector's mailbox.
 */
final class SupervisedTasks {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedTasks.class);

  private final BoundConnector bound;
  private final Supervision supervision;
  private final Workload workload;
  private final Map<Integer, TaskProgress> before;
  private final Consumer<Runnable> later;

  private final Map<Integer, SupervisedTask> tasks = new TreeMap<>();
  private Set<Integer> busy = Set.of();
  private boolean stopping;

  /**
   * @param before what tasks of the same numbers did before, to be counted on from
   * @param later does in the mailbox what ends of tasks and alarms lead to
   */
  SupervisedTasks(
      BoundConnector bound,
      Supervision supervision,
      Workload workload,
      Map<Integer, TaskProgress> before,
      Consumer<Runnable> later) {
    this.bound = bound;
    this.supervision = supervision;
    this.workload = workload;
    this.before = Map.copyOf(before);
    this.later = later;
  }

  List<SupervisedTask> all() {
    return List.copyOf(tasks.values());
  }

  /** Opens what has something to do and no task, and has those replaced whose share is another. */
  void follow(Workload.Dealt dealt) {
    busy = dealt.tasks();
    for (int number : dealt.reopen()) {
      SupervisedTask task = tasks.get(number);
      if (task != null && task.state() instanceof TaskState.Running running) {
        end(task, running);
      }
    }
    for (int number : busy) {
      if (!tasks.containsKey(number)) {
        Task task = workload.open(number);
        tasks.put(
            number,
            SupervisedTask.opened(number, task, before.getOrDefault(number, TaskProgress.NONE)));
        run(number, task);
      }
    }
  }

  /** Somebody asks for it, for all tasks. */
  void restart(Restart.Which which) {
    all().forEach(task -> restart(task, which));
  }

  /** Somebody asks for it, for one task. */
  void restart(int number) {
    if (tasks.containsKey(number)) {
      restart(tasks.get(number), Restart.Which.ANY);
    }
  }

  private void restart(SupervisedTask task, Restart.Which which) {
    switch (task.state()) {
      case TaskState.Failed _ -> replace(task.with(Restarts.NONE));
      case TaskState.Restarting(_, _, Alarm.Ticket due) -> {
        due.cancel();
        replace(task.with(Restarts.NONE));
      }
      case TaskState.Running running when which == Restart.Which.ANY ->
          end(task.with(Restarts.NONE), running);
      case TaskState.Running _,
          TaskState.Replacing _,
          TaskState.Completed _,
          TaskState.Stopped _ -> {}
    }
  }

  /** Asks all to stop; no other is opened from now on. */
  void stop() {
    stopping = true;
    for (SupervisedTask task : all()) {
      switch (task.state()) {
        case TaskState.Running(Task running) -> running.stop();
        case TaskState.Replacing _ -> {}
        case TaskState.Restarting(_, _, Alarm.Ticket due) -> {
          due.cancel();
          put(task.with(new TaskState.Stopped()));
        }
        case TaskState.Failed _, TaskState.Completed _, TaskState.Stopped _ -> {}
      }
    }
  }

  /** Ends a task in order, to be replaced. */
  private void end(SupervisedTask task, TaskState.Running running) {
    put(task.with(running.replaced()));
    running.running().stop();
  }

  private void run(int number, Task task) {
    supervision.pool().start(task, (ended, end) -> later.accept(() -> ended(number, ended, end)));
  }

  private void ended(int number, Task ended, TaskEnd end) {
    SupervisedTask task = tasks.get(number);
    if (task == null || !task.runs(ended)) {
      return;
    }
    SupervisedTask tallied = task.tallied(ended);
    switch (end) {
      case TaskEnd _ when stopping -> put(tallied.with(new TaskState.Stopped()));
      case TaskEnd.Finished() when task.state() instanceof TaskState.Replacing -> replace(tallied);
      case TaskEnd.Finished() -> put(tallied.with(new TaskState.Completed()));
      case TaskEnd.Failed(Throwable cause) -> failed(tallied, Failure.of(cause));
      case TaskEnd.Abandoned() ->
          failed(tallied, Failure.of(new IllegalStateException("abandoned")));
    }
  }

  private void failed(SupervisedTask task, Failure why) {
    int number = task.number();
    String name = "task " + bound.common().name() + "-" + number;
    switch (supervision.afterFailure(task.restarts(), why.kind(), bound.common().retries())) {
      case Restarts.Decision.Again again -> {
        why.warn(LOG, name, "restarts " + again.words());
        Alarm.Ticket due =
            supervision.alarm().after(again.delay(), () -> later.accept(() -> due(number)));
        put(
            task.with(again.next())
                .with(new TaskState.Restarting(why, supervision.fromNow(again.delay()), due)));
      }
      case Restarts.Decision.GiveUp() -> {
        why.warn(LOG, name, "stays down");
        put(task.with(new TaskState.Failed(why.afterTrying(task.restarts().inARow()))));
        workload.giveUp(number);
      }
    }
  }

  private void due(int number) {
    SupervisedTask task = tasks.get(number);
    if (!stopping && task != null && task.state() instanceof TaskState.Restarting) {
      replace(task);
    }
  }

  /** Opens a number anew, unless there is nothing more for it to do. */
  private void replace(SupervisedTask task) {
    if (!busy.contains(task.number())) {
      tasks.remove(task.number());
      return;
    }
    Task opened = workload.open(task.number());
    put(task.with(new TaskState.Running(opened)));
    run(task.number(), opened);
  }

  private void put(SupervisedTask task) {
    tasks.put(task.number(), task);
  }
}
