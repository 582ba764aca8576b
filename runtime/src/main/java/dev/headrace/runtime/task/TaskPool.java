package dev.headrace.runtime.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks in turns on a few named platform threads. A task has at most one thread at a time, and
 * none while it waits; ready tasks take turns in the order in which they became ready. Threads are
 * started when there is work for them. Where connectors hold all of them for long, more are started
 * for the others, at most one for each task. Thread-safe.
 *
 * <p>A thread is called {@code headrace-task-3 orders-in-0} while it runs that task.
 */
public final class TaskPool implements Waker, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);
  private static final long CLOSE_WAIT_MILLIS = 5_000;
  private static final Duration FOREVER = Duration.ofDays(365);

  private final ReentrantLock lock = new ReentrantLock();

  // All below is under the lock.
  private final Map<Task, ScheduledTask> tasks = new HashMap<>();
  private final TurnQueue turns = new TurnQueue();
  private final IdleThreads idle = new IdleThreads(lock, turns);
  private final LongTurns longTurns = new LongTurns(lock, new Held());
  private final Crew crew;
  private boolean closed;

  /**
   * @param size how many threads there may be, at least 1
   */
  public TaskPool(int size) {
    this.crew = new Crew(size, this::runTurns);
  }

  /** The size when the user says nothing: connectors wait for far sides more than they compute. */
  public static int defaultSize() {
    return Math.max(4, Runtime.getRuntime().availableProcessors() * 2);
  }

  /**
   * Gives a task its first turn soon, and more until it ends. It is closed before the listener
   * hears of its end.
   *
   * @throws IllegalStateException when the task was started before, or the pool is closed
   */
  public void start(Task task, TaskEnd.Listener listener) {
    lock.lock();
    try {
      if (closed || tasks.containsKey(task)) {
        throw new IllegalStateException(
            "task " + task.id() + (closed ? ": the pool is closed" : " was started before"));
      }
      ScheduledTask scheduled = new ScheduledTask(task, listener);
      tasks.put(task, scheduled);
      makeReady(scheduled);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake(Task task) {
    lock.lock();
    try {
      ScheduledTask scheduled = tasks.get(task);
      if (scheduled == null) {
        return;
      }
      if (scheduled.isRunning()) {
        scheduled.wokenWhileRunning();
      } else if (scheduled.waiting().isPresent()) {
        makeReady(scheduled);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a task that does not stop by itself: its connector is interrupted, and it is closed as
   * soon as its thread comes back. A thread that never comes back is replaced.
   */
  public void abandon(Task task) {
    lock.lock();
    try {
      ScheduledTask scheduled = tasks.get(task);
      if (scheduled == null || scheduled.isAbandoned()) {
        return;
      }
      scheduled.abandon();
      if (scheduled.isRunning()) {
        crew.writeOff(scheduled);
        startThreadIfNeeded();
      } else if (scheduled.waiting().isPresent()) {
        makeReady(scheduled);
      }
    } finally {
      lock.unlock();
    }
    task.interrupt();
  }

  /** Abandons what still runs, and waits a few seconds for the threads to end. */
  @Override
  public void close() {
    List<Task> left;
    List<Thread> started;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(tasks.keySet());
      started = crew.threads();
      wakeAll();
    } finally {
      lock.unlock();
    }
    left.forEach(this::abandon);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MILLIS);
    for (Thread thread : started) {
      join(thread, deadline);
    }
  }

  private static void join(Thread thread, long deadlineNanos) {
    try {
      Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
      if (!thread.join(left)) {
        LOG.warn("a connector holds its thread and does not let it go: {}", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void makeReady(ScheduledTask scheduled) {
    turns.ready(scheduled);
    idle.callOne();
    startThreadIfNeeded();
  }

  private void startThreadIfNeeded() {
    if (turns.readyCount() <= idle.count()) {
      return;
    }
    if (crew.mayGrow()) {
      crew.grow();
    } else {
      longTurns.watch(); // those that run may never come back
    }
  }

  /** A thread goes, for a turn that may last or for good: others must see to what is left. */
  private void leaveTheRest() {
    if (idle.seeToAll() || idle.callOne()) {
      return;
    }
    if (crew.mayGrow()) {
      crew.grow();
    } else {
      longTurns.watch();
    }
  }

  private void runTurns(String threadName) {
    lock.lock();
    try {
      for (Optional<ScheduledTask> next = next(); next.isPresent(); next = next()) {
        runTurn(next.get(), threadName);
      }
    } finally {
      crew.leave();
      leaveTheRest();
      lock.unlock();
    }
  }

  private void runTurn(ScheduledTask scheduled, String threadName) {
    scheduled.begin(System.nanoTime());
    leaveTheRest();
    lock.unlock();
    TurnResult result;
    try {
      result = scheduled.runTurn(threadName);
    } finally {
      lock.lock();
    }
    finishTurn(scheduled, result);
  }

  private void finishTurn(ScheduledTask scheduled, TurnResult result) {
    boolean again = scheduled.finish();
    crew.takeBack(scheduled);
    switch (result) {
      case TurnResult.Goes(Turn.Wait(Duration atMost)) when !again ->
          turns.waitUntil(scheduled, deadline(atMost));
      case TurnResult.Goes _ -> turns.ready(scheduled); // this thread takes it, or leaves it
      case TurnResult.Ended(TaskEnd end) -> end(scheduled, end);
    }
  }

  private void end(ScheduledTask scheduled, TaskEnd end) {
    tasks.remove(scheduled.task());
    lock.unlock();
    try {
      scheduled.tellListener(end);
    } finally {
      lock.lock();
    }
  }

  /** The next task to run; empty when this thread is to end. */
  private Optional<ScheduledTask> next() {
    while (!crew.isTooLarge()) {
      turns.makeDueReady(System.nanoTime());
      Optional<ScheduledTask> next = turns.takeReady();
      if (next.isPresent()) {
        return next;
      }
      if (closed && tasks.isEmpty()) {
        wakeAll();
        return Optional.empty();
      }
      idle.sleep();
    }
    return Optional.empty();
  }

  private void wakeAll() {
    idle.callAll();
    longTurns.wake();
  }

  private static long deadline(Duration atMost) {
    long nanos = atMost.compareTo(FOREVER) < 0 ? atMost.toNanos() : FOREVER.toNanos();
    return System.nanoTime() + Math.max(0, nanos);
  }

  /** What connectors that do not return do to the pool. */
  private final class Held implements LongTurns.Watched {

    @Override
    public boolean isHeld() {
      return idle.count() == 0 && !tasks.isEmpty();
    }

    @Override
    public void relieve() {
      long nowNanos = System.nanoTime();
      turns.makeDueReady(nowNanos);
      if (idle.count() > 0 || turns.readyCount() == 0) {
        return;
      }
      for (ScheduledTask scheduled : tasks.values()) {
        if (scheduled.runsFor(LongTurns.LONG_NANOS, nowNanos)) {
          crew.writeOff(scheduled);
        }
      }
      startThreadIfNeeded();
    }

    @Override
    public boolean isOver() {
      return closed && tasks.isEmpty();
    }
  }
}
