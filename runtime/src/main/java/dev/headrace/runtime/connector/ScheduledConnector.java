package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.schedule.RunHistory;
import dev.headrace.runtime.schedule.Schedule;
import dev.headrace.runtime.task.TaskProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is read at times: each run is a {@link SupervisedConnector} of its own that reads
 * all partitions to their ends, and between runs there is none. A run is noted in the log before it
 * begins and when it has ended, so that a restart neither repeats nor forgets one. All that happens
 * goes through the mailbox, one thing after the other.
 */
final class ScheduledConnector implements LiveConnector {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledConnector.class);

  /** The clock is looked at so often: it may be set, and the machine may sleep meanwhile. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  /** How long after the tasks' own bound the stop is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String name;
  private final BoundConnector.Source<?, ?, ?> bound;
  private final Schedule schedule;
  private final Supervision supervision;
  private final Mailbox mailbox;
  private final CompletableFuture<Set<Integer>> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  // Touched inside of the mailbox only.
  private final NotedRuns runs;
  private ScheduleState state = new ScheduleState.Unknown();
  private Restarts restarts = Restarts.NONE;
  private Set<Integer> unfenced = Set.of();
  private Map<Integer, TaskProgress> before = Map.of();
  private Optional<SupervisedConnector> lastRun = Optional.empty();

  /** What alarms before the last one ring for has been seen to. */
  private long lastAlarm;

  private volatile boolean stopAsked;
  private volatile ScheduleSnapshot snapshot;

  ScheduledConnector(
      BoundConnector.Source<?, ?, ?> bound, Schedule schedule, Supervision supervision) {
    this.name = bound.common().name();
    this.bound = bound;
    this.schedule = schedule;
    this.supervision = supervision;
    this.mailbox = new Mailbox(supervision.executor());
    this.runs = new NotedRuns(name, schedule, supervision.runs(), supervision.time().clock());
    this.snapshot = new ScheduleSnapshot(state, restarts, runs.history(), lastRun);
  }

  @Override
  public void start(CompletionStage<Set<Integer>> predecessor) {
    predecessor.thenAccept(
        left ->
            mailbox.post(
                () -> {
                  unfenced = left;
                  attempt(this::begin);
                }));
  }

  @Override
  public void finish() {}

  @Override
  public CompletableFuture<Set<Integer>> stop(Duration within) {
    stopAsked = true;
    if (snapshot.state() instanceof ScheduleState.Reading(_, SupervisedConnector connector)) {
      connector.stop(within); // at once: the mailbox may wait for the log
    }
    mailbox.post(() -> beginStop(within));
    Alarm.Ticket leave =
        supervision.alarm().after(within.plus(GRACE), () -> stopped.complete(Set.of()));
    stopped.thenRun(leave::cancel);
    stopped.thenRun(() -> settled.complete(null));
    return stopped;
  }

  /** Between runs there is nothing to restart. */
  @Override
  public void restart(Restart restart) {
    mailbox.post(
        () -> {
          switch (state) {
            case ScheduleState.Reading(_, SupervisedConnector connector) ->
                connector.restart(restart);
            case ScheduleState.Retrying(_, _, Alarm.Ticket ticket) -> {
              silence(ticket);
              attempt(this::begin);
            }
            case ScheduleState.Failed _ -> {
              restarts = Restarts.NONE;
              attempt(this::begin);
            }
            case ScheduleState.Unknown _, ScheduleState.Waiting _, ScheduleState.Over _ -> {}
          }
        });
  }

  @Override
  public CompletableFuture<Void> settled() {
    return settled;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public BoundConnector bound() {
    return bound;
  }

  @Override
  public ConnectorStatus status() {
    return snapshot.status(bound, schedule);
  }

  @Override
  public List<Failure> failures() {
    return snapshot.failures();
  }

  // What follows runs inside of the mailbox.

  /** Does a step that needs the log, and does it again later when that fails. */
  private void attempt(Runnable step) {
    if (stopAsked) {
      return;
    }
    try {
      step.run();
      restarts = Restarts.NONE;
    } catch (RuntimeException thrown) {
      retry(step, Failure.of(thrown));
    }
    publish();
  }

  private void retry(Runnable step, Failure why) {
    switch (supervision.afterFailure(restarts, why.kind(), bound.common().retries())) {
      case Restarts.Decision.Again(Duration delay, Restarts next) -> {
        LOG.warn("connector {} is tried again in {} ms: {}", name, delay.toMillis(), why.words());
        restarts = next;
        state = new ScheduleState.Retrying(why, now().plus(delay), attemptAfter(delay, step));
      }
      case Restarts.Decision.GiveUp() -> {
        LOG.warn("connector {} stays down: {}", name, why.words());
        settle(new ScheduleState.Failed(why.afterTrying(restarts.inARow())));
      }
    }
  }

  private void begin() {
    runs.read();
    if (isOnce()) {
      read(runs.interruptedOrBegun());
    } else {
      goOn();
    }
  }

  private void goOn() {
    switch (runs.next()) {
      case RunHistory.Next.GoOn(Run run) -> read(run);
      case RunHistory.Next.At(Instant due) -> readAt(due);
      case RunHistory.Next.Nothing() -> over();
    }
  }

  private void readAt(Instant planned) {
    Instant due = schedule.seenFrom(now(), planned);
    Duration left = Duration.between(now(), due);
    if (!left.isPositive()) {
      read(runs.begun(due));
      return;
    }
    Duration sleep = left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
    Alarm.Ticket ticket = attemptAfter(sleep, () -> readAt(due));
    if (now().isBefore(due)) {
      state = new ScheduleState.Waiting(due, ticket);
    } else {
      silence(ticket); // the clock went on before the alarm was set, which would ring too late
      read(runs.begun(due));
    }
  }

  private void over() {
    settle(new ScheduleState.Over());
  }

  /** Whoever hears of the end sees it, too. */
  private void settle(ScheduleState end) {
    state = end;
    publish();
    settled.complete(null);
  }

  private void read(Run run) {
    SupervisedConnector connector = supervision.reading(bound, run, before);
    state = new ScheduleState.Reading(run, connector);
    lastRun = Optional.of(connector);
    connector.settled().thenRun(() -> post(() -> ended(run, connector)));
    connector.start(CompletableFuture.completedFuture(unfenced));
    unfenced = Set.of();
  }

  private void ended(Run run, SupervisedConnector connector) {
    runs.ended(run, connector.failures().stream().findFirst());
    before = connector.progress();
    post(isOnce() ? this::over : this::goOn);
  }

  private void beginStop(Duration within) {
    switch (state) {
      case ScheduleState.Reading(_, SupervisedConnector connector) ->
          connector.stop(within).thenAccept(stopped::complete);
      case ScheduleState.Waiting(_, Alarm.Ticket ticket) -> stopBefore(ticket);
      case ScheduleState.Retrying(_, _, Alarm.Ticket ticket) -> stopBefore(ticket);
      case ScheduleState.Unknown _, ScheduleState.Over _, ScheduleState.Failed _ ->
          stopped.complete(Set.of());
    }
  }

  private void stopBefore(Alarm.Ticket ticket) {
    silence(ticket);
    stopped.complete(Set.of());
  }

  private Alarm.Ticket attemptAfter(Duration delay, Runnable step) {
    long number = ++lastAlarm;
    return supervision
        .alarm()
        .after(
            delay,
            () ->
                mailbox.post(
                    () -> {
                      if (number == lastAlarm) {
                        attempt(step);
                      }
                    }));
  }

  /** Also when it rings already. */
  private void silence(Alarm.Ticket ticket) {
    ticket.cancel();
    lastAlarm++;
  }

  private void post(Runnable step) {
    mailbox.post(() -> attempt(step));
  }

  private void publish() {
    snapshot = new ScheduleSnapshot(state, restarts, runs.history(), lastRun);
  }

  private boolean isOnce() {
    return supervision.mode() == ReadMode.ONCE;
  }

  private Instant now() {
    return supervision.time().clock().instant();
  }
}
