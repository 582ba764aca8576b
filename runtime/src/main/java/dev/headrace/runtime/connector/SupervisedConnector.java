package dev.headrace.runtime.connector;

import dev.headrace.runtime.task.TaskName;
import dev.headrace.runtime.task.TaskProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector under one config, from its first look to its last task. All that happens to it goes
 * through its mailbox, one thing after the other, to its {@link Planning} and its {@link
 * SupervisedTasks}; what it shows is a snapshot that any thread may read. Single use: a new config
 * is a new one of these, which starts when this one has stopped.
 */
final class SupervisedConnector implements LiveConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedConnector.class);

  /** How long after an interrupt a task is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final BoundConnector bound;
  private final Supervision supervision;
  private final Workload workload;
  private final Mailbox mailbox;
  private final Planning planning;
  private final SupervisedTasks tasks;
  private final CompletableFuture<Set<Integer>> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  /** Touched inside of the mailbox only. */
  private boolean stopping;

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
    this.bound = bound;
    this.supervision = supervision;
    this.mailbox = new Mailbox(supervision.executor());
    this.workload = workload.apply(this::lookLater);
    this.planning = new Planning(bound, supervision, this.workload, this::lookLater);
    this.tasks = new SupervisedTasks(bound, supervision, this.workload, before, this::later);
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
          planning.finish();
          look();
        });
  }

  @Override
  public CompletableFuture<Set<Integer>> stop(Duration within) {
    planning.end();
    later(this::beginStop);
    Alarm.Ticket force = supervision.alarm().after(within, this::force);
    Alarm.Ticket leave =
        supervision.alarm().after(within.plus(GRACE), () -> stopped.complete(snapshot.running()));
    stopped.thenRun(force::cancel);
    stopped.thenRun(leave::cancel);
    return stopped;
  }

  @Override
  public void restart(Restart restart) {
    later(
        () -> {
          if (planning.isOver()) {
            return;
          }
          switch (restart) {
            case Restart.OfConnector(Restart.Which which) -> lookAnew(which);
            case Restart.OfAll(Restart.Which which) -> {
              tasks.restart(which);
              lookAnew(which);
            }
            case Restart.OfTask(int number) -> tasks.restart(number);
          }
        });
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
  public BoundConnector bound() {
    return bound;
  }

  @Override
  public ConnectorStatus status() {
    return snapshot.status(bound, workload, planning.stall());
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

  private void lookLater() {
    mailbox.post(this::look);
  }

  /** Does a step in the mailbox, and shows what came of it. */
  private void later(Runnable step) {
    mailbox.post(
        () -> {
          step.run();
          publish();
        });
  }

  // What follows runs inside of the mailbox.

  private void look() {
    planning.look(tasks::follow);
    publish();
  }

  private void lookAnew(Restart.Which which) {
    if (which == Restart.Which.ANY || planning.state().failure().isPresent()) {
      planning.forget();
      planning.look(tasks::follow);
    }
  }

  private void beginStop() {
    if (!stopping) {
      stopping = true;
      planning.cancel();
      tasks.stop();
    }
  }

  private void publish() {
    snapshot = new Snapshot(planning.state(), planning.restarts(), tasks.all());
    if (stopping && snapshot.running().isEmpty()) {
      stopped.complete(Set.of());
      settled.complete(null);
    }
    if (snapshot.isSettled()) {
      settled.complete(null);
    }
  }

  private void fence(int number) {
    TaskName task = new TaskName(bound.common().name(), number);
    try {
      supervision.services().log().writer(task.writer(supervision.services().groupId())).close();
    } catch (RuntimeException failed) {
      LOG.warn("the former task {} could not be fenced: {}", task, failed.toString());
    }
  }

  // From any thread: the mailbox itself may be held by connector code.

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
}
