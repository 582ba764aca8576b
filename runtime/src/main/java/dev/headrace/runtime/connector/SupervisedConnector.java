package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.task.Standstill;
import dev.headrace.runtime.task.Task;
import dev.headrace.runtime.task.TaskEnd;
import dev.headrace.runtime.task.TaskName;
import dev.headrace.runtime.task.TaskProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector under one config, from its first look to its last task. All that happens to it goes
 * through its mailbox, one thing after the other; what it shows is a snapshot that any thread may
 * read. Single use: a new config is a new one of these, which starts when this one has stopped.
 */
final class SupervisedConnector implements LiveConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedConnector.class);

  /** How long after an interrupt a task is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final String name;
  private final BoundConnector bound;
  private final Supervision supervision;
  private final Workload workload;
  private final Mailbox mailbox;
  private final Map<Integer, TaskProgress> before;
  private final CompletableFuture<Set<Integer>> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  // Touched inside of the mailbox only.
  private final Map<Integer, SupervisedTask> tasks = new TreeMap<>();
  private PlanState plan = new PlanState.Unknown();
  private Restarts planRestarts = Restarts.NONE;
  private Set<Integer> busy = Set.of();
  private boolean finishing;
  private boolean stopping;

  /** Set before the mailbox hears of it: it may be held by a connector that plans. */
  private volatile boolean stopAsked;

  /** Since when it has looked for what it has to do; empty when it does not. */
  private volatile OptionalLong lookingSinceNanos = OptionalLong.empty();

  private volatile Snapshot snapshot = Snapshot.unknown();

  /**
   * @param workload makes what it has to do, given what to call when there is news of it
   * @param before what tasks of the same numbers did before, to be counted on from
   */
  SupervisedConnector(
      BoundConnector bound,
      Supervision supervision,
      Function<Runnable, Workload> workload,
      Map<Integer, TaskProgress> before) {
    this.name = bound.common().name();
    this.bound = bound;
    this.supervision = supervision;
    this.mailbox = new Mailbox(supervision.executor());
    this.workload = workload.apply(() -> mailbox.post(this::look));
    this.before = Map.copyOf(before);
  }

  @Override
  public void start(CompletionStage<Set<Integer>> predecessor) {
    predecessor.thenAccept(
        abandoned ->
            mailbox.post(
                () -> {
                  abandoned.forEach(this::fence);
                  look();
                }));
  }

  @Override
  public void finish() {
    mailbox.post(
        () -> {
          finishing = true;
          look();
        });
  }

  @Override
  public CompletableFuture<Set<Integer>> stop(Duration within) {
    stopAsked = true;
    mailbox.post(this::beginStop);
    Alarm.Ticket force = supervision.alarm().after(within, this::force);
    Alarm.Ticket leave =
        supervision.alarm().after(within.plus(GRACE), () -> stopped.complete(snapshot.running()));
    stopped.thenRun(force::cancel);
    stopped.thenRun(leave::cancel);
    return stopped;
  }

  @Override
  public CompletableFuture<Void> settled() {
    return settled;
  }

  @Override
  public boolean isSource() {
    return workload.kind() == ConnectorStatus.Kind.SOURCE;
  }

  @Override
  public ConnectorStatus status() {
    OptionalLong since = lookingSinceNanos;
    Optional<Stall> stall =
        since.isEmpty()
            ? Optional.empty()
            : Stall.of(
                new Standstill(
                    Duration.ofNanos(nanoTime() - since.getAsLong()), workload.ongoing()));
    return snapshot.status(bound, workload, stall);
  }

  @Override
  public List<Failure> failures() {
    return snapshot.failures();
  }

  /** What its tasks have done, by their numbers. */
  Map<Integer, TaskProgress> progress() {
    return snapshot.tasks().stream()
        .map(SupervisedTask::status)
        .collect(
            Collectors.toMap(
                ConnectorStatus.TaskStatus::task, ConnectorStatus.TaskStatus::progress));
  }

  @Override
  public void restart(Restart restart) {
    mailbox.post(
        () -> {
          if (stopAsked) {
            return;
          }
          switch (restart) {
            case Restart.OfConnector(Restart.Which which) -> lookAnew(which);
            case Restart.OfAll(Restart.Which which) -> {
              List.copyOf(tasks.values()).forEach(task -> runAnew(task, which));
              lookAnew(which);
            }
            case Restart.OfTask(int number) ->
                Optional.ofNullable(tasks.get(number))
                    .ifPresent(task -> runAnew(task, Restart.Which.ANY));
          }
          publish();
        });
  }

  // What follows runs inside of the mailbox.

  private void lookAnew(Restart.Which which) {
    if (which == Restart.Which.ANY || plan.failure().isPresent()) {
      cancelLook();
      planRestarts = Restarts.NONE;
      plan = new PlanState.Unknown();
      look();
    }
  }

  private void runAnew(SupervisedTask task, Restart.Which which) {
    switch (task.state()) {
      case TaskState.Failed _ -> replace(task.with(Restarts.NONE));
      case TaskState.Restarting(_, _, Alarm.Ticket due) -> {
        due.cancel();
        replace(task.with(Restarts.NONE));
      }
      case TaskState.Running running when which == Restart.Which.ANY -> {
        tasks.put(task.number(), task.with(Restarts.NONE).with(running.replaced()));
        running.running().stop();
      }
      case TaskState.Running _,
          TaskState.Replacing _,
          TaskState.Completed _,
          TaskState.Stopped _ -> {}
    }
  }

  private void look() {
    if (stopAsked || plan instanceof PlanState.Failed) {
      return;
    }
    cancelLook();
    try {
      Workload.Dealt dealt = ask();
      if (stopAsked) {
        return;
      }
      planRestarts = Restarts.NONE;
      plan =
          dealt
              .lookAgain()
              .<PlanState>map(delay -> new PlanState.Changing(lookAfter(delay)))
              .orElseGet(PlanState.Settled::new);
      follow(dealt);
    } catch (Throwable thrown) {
      if (stopAsked) {
        return;
      }
      lookFailed(Failure.of(thrown));
    }
    publish();
  }

  private Workload.Dealt ask() throws ConnectorException {
    lookingSinceNanos = OptionalLong.of(nanoTime());
    try {
      Workload.Dealt dealt = workload.look();
      if (finishing) {
        workload.finish();
        dealt = workload.look();
      }
      return dealt;
    } finally {
      lookingSinceNanos = OptionalLong.empty();
    }
  }

  private void lookFailed(Failure why) {
    switch (supervision.afterFailure(planRestarts, why.kind(), bound.common().retries())) {
      case Restarts.Decision.Again(Duration delay, Restarts next) -> {
        warn("connector " + name, "is tried again in " + shown(delay), why);
        planRestarts = next;
        plan = new PlanState.Retrying(why, fromNow(delay), lookAfter(delay));
      }
      case Restarts.Decision.GiveUp() -> {
        warn("connector " + name, "stays down", why);
        plan = new PlanState.Failed(why.afterTrying(planRestarts.inARow()));
        workload.giveUpLooking();
      }
    }
  }

  private void cancelLook() {
    switch (plan) {
      case PlanState.Changing(Alarm.Ticket next) -> next.cancel();
      case PlanState.Retrying(_, _, Alarm.Ticket next) -> next.cancel();
      case PlanState.Unknown _, PlanState.Settled _, PlanState.Failed _ -> {}
    }
  }

  private Alarm.Ticket lookAfter(Duration delay) {
    return supervision.alarm().after(delay, () -> mailbox.post(this::look));
  }

  private void follow(Workload.Dealt dealt) {
    busy = dealt.tasks();
    for (int number : dealt.reopen()) {
      SupervisedTask task = tasks.get(number);
      if (task != null && task.state() instanceof TaskState.Running running) {
        tasks.put(number, task.with(running.replaced()));
        running.running().stop();
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

  private void run(int number, Task task) {
    supervision
        .pool()
        .start(task, (ended, end) -> mailbox.post(() -> taskEnded(number, ended, end)));
  }

  private void taskEnded(int number, Task ended, TaskEnd end) {
    SupervisedTask task = tasks.get(number);
    if (task == null || !task.runs(ended)) {
      return;
    }
    SupervisedTask tallied = task.tallied(ended);
    switch (end) {
      case TaskEnd _ when stopping -> tasks.put(number, tallied.with(new TaskState.Stopped()));
      case TaskEnd.Finished() when task.state() instanceof TaskState.Replacing -> replace(tallied);
      case TaskEnd.Finished() -> tasks.put(number, tallied.with(new TaskState.Completed()));
      case TaskEnd.Failed(Throwable cause) -> taskFailed(tallied, Failure.of(cause));
      case TaskEnd.Abandoned() ->
          taskFailed(tallied, Failure.of(new IllegalStateException("abandoned")));
    }
    publish();
  }

  private void replace(SupervisedTask task) {
    if (busy.contains(task.number())) {
      reopen(task);
    } else {
      tasks.remove(task.number());
    }
  }

  private void reopen(SupervisedTask task) {
    Task opened = workload.open(task.number());
    tasks.put(task.number(), task.with(new TaskState.Running(opened)));
    run(task.number(), opened);
  }

  private void taskFailed(SupervisedTask task, Failure why) {
    int number = task.number();
    switch (supervision.afterFailure(task.restarts(), why.kind(), bound.common().retries())) {
      case Restarts.Decision.Again(Duration delay, Restarts next) -> {
        warn("task " + name + "-" + number, "restarts in " + shown(delay), why);
        Alarm.Ticket due =
            supervision.alarm().after(delay, () -> mailbox.post(() -> restart(number)));
        tasks.put(number, task.with(next).with(new TaskState.Restarting(why, fromNow(delay), due)));
      }
      case Restarts.Decision.GiveUp() -> {
        warn("task " + name + "-" + number, "stays down", why);
        Failure last = why.afterTrying(task.restarts().inARow());
        tasks.put(number, task.with(new TaskState.Failed(last)));
        workload.giveUp(number);
      }
    }
  }

  private void restart(int number) {
    SupervisedTask task = tasks.get(number);
    if (!stopping && task != null && task.state() instanceof TaskState.Restarting) {
      replace(task);
      publish();
    }
  }

  private void beginStop() {
    if (stopping) {
      return;
    }
    stopping = true;
    cancelLook();
    for (SupervisedTask task : List.copyOf(tasks.values())) {
      switch (task.state()) {
        case TaskState.Running(Task running) -> running.stop();
        case TaskState.Replacing _ -> {}
        case TaskState.Restarting(_, _, Alarm.Ticket due) -> {
          due.cancel();
          tasks.put(task.number(), task.with(new TaskState.Stopped()));
        }
        case TaskState.Failed _, TaskState.Completed _, TaskState.Stopped _ -> {}
      }
    }
    publish();
  }

  /** From any thread: the mailbox itself may be held by connector code. */
  private void force() {
    workload.interrupt();
    for (SupervisedTask task : snapshot.tasks()) {
      task.state()
          .task()
          .ifPresent(
              running -> {
                LOG.warn("task {} does not stop and is interrupted", running.id());
                supervision.pool().abandon(running);
              });
    }
  }

  private void fence(int number) {
    try {
      supervision
          .services()
          .log()
          .writer(new TaskName(name, number).writer(supervision.services().groupId()))
          .close();
    } catch (RuntimeException failed) {
      LOG.warn("the former task {}-{} could not be fenced: {}", name, number, failed.toString());
    }
  }

  private void publish() {
    snapshot = new Snapshot(plan, planRestarts, List.copyOf(tasks.values()));
    if (stopping && tasks.values().stream().allMatch(task -> task.state().task().isEmpty())) {
      stopped.complete(Set.of());
      settled.complete(null);
    }
    boolean planned = plan instanceof PlanState.Settled || plan instanceof PlanState.Failed;
    if (planned && tasks.values().stream().allMatch(SupervisedTask::isSettled)) {
      settled.complete(null);
    }
  }

  private long nanoTime() {
    return supervision.time().nanoTime().getAsLong();
  }

  private Instant fromNow(Duration delay) {
    return supervision.time().clock().instant().plus(delay);
  }

  private static String shown(Duration delay) {
    return String.format("%.1f s", delay.toMillis() / 1000.0);
  }

  /** The stack trace is for whoever must mend a fault; all other failures say what they are. */
  private static void warn(String who, String what, Failure why) {
    if (why.kind() == ConnectorException.Kind.UNEXPECTED || LOG.isDebugEnabled()) {
      LOG.warn("{} {}: {}", who, what, why.words(), why.cause());
    } else {
      LOG.warn("{} {}: {}", who, what, why.words());
    }
  }
}
