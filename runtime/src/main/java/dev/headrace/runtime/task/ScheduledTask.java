package dev.headrace.runtime.task;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task in the pool. All but {@link #runTurn} and {@link #tellListener} is under the pool's lock.
 *
 * <pre>
 *   Queued ──► Running ──► Queued      (again, or woken meanwhile)
 *     ▲           │
 *     └─ Waits ◄──┘
 * </pre>
 */
final class ScheduledTask {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledTask.class);

  private final Task task;
  private final TaskEnd.Listener listener;
  private State state = new Queued();
  private volatile boolean abandoned;
  private boolean writtenOff;
  private long beganNanos;

  private sealed interface State {}

  private record Queued() implements State {}

  private record Running(boolean woken) implements State {}

  private record Waits(TurnQueue.Waiting entry) implements State {}

  ScheduledTask(Task task, TaskEnd.Listener listener) {
    this.task = task;
    this.listener = listener;
  }

  Task task() {
    return task;
  }

  void queued() {
    state = new Queued();
  }

  void waits(TurnQueue.Waiting entry) {
    state = new Waits(entry);
  }

  void begin(long nowNanos) {
    state = new Running(false);
    beganNanos = nowNanos;
  }

  /** Whether its turn has lasted for so long. */
  boolean runsFor(long nanos, long nowNanos) {
    return isRunning() && nowNanos - beganNanos >= nanos;
  }

  /** Ends a turn; whether the task is to have another one at once. */
  boolean finish() {
    return state instanceof Running(boolean woken) && (woken || abandoned);
  }

  void wokenWhileRunning() {
    state = new Running(true);
  }

  boolean isRunning() {
    return state instanceof Running;
  }

  Optional<TurnQueue.Waiting> waiting() {
    return state instanceof Waits(TurnQueue.Waiting entry) ? Optional.of(entry) : Optional.empty();
  }

  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** The thread that is in it is not counted on; whether it was until now. */
  boolean writeOff() {
    boolean counted = !writtenOff;
    writtenOff = true;
    return counted;
  }

  /** The thread is back; whether it was written off. */
  boolean takeBack() {
    boolean was = writtenOff;
    writtenOff = false;
    return was;
  }

  TurnResult runTurn(String threadName) {
    Thread thread = Thread.currentThread();
    thread.setName(threadName + " " + task.id());
    try {
      return turn();
    } finally {
      thread.setName(threadName);
      Thread.interrupted(); // what a connector left behind is not for the next task
    }
  }

  /** Whatever a connector throws, errors too, ends its task and no other. */
  private TurnResult turn() {
    if (abandoned) {
      return ended(new TaskEnd.Abandoned());
    }
    try {
      Turn turn = task.run();
      return turn instanceof Turn.Finished
          ? ended(new TaskEnd.Finished())
          : new TurnResult.Goes(turn);
    } catch (Throwable e) {
      return ended(abandoned ? new TaskEnd.Abandoned() : new TaskEnd.Failed(e));
    }
  }

  private TurnResult ended(TaskEnd end) {
    try {
      task.close();
    } catch (Throwable e) {
      LOG.warn("closing task {} failed", task.id(), e);
    }
    return new TurnResult.Ended(end);
  }

  void tellListener(TaskEnd end) {
    try {
      listener.ended(task, end);
    } catch (RuntimeException e) {
      LOG.error("nobody was told that task {} ended: {}", task.id(), end, e);
    }
  }
}
