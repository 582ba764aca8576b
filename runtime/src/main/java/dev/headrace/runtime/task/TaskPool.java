package dev.headrace.runtime.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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

  /** A connector that has not returned for so long is not waited for by others. */
  private static final long LONG_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final Duration FOREVER = Duration.ofDays(365);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition time = lock.newCondition();
  private final Condition allBusy = lock.newCondition();

  // All below is under the lock.
  private final Map<Task, ScheduledTask> tasks = new HashMap<>();
  private final TurnQueue turns = new TurnQueue();
  private final List<Thread> threads = new ArrayList<>();
  private final int size;
  private int followers;
  private boolean timekeeperWaits;
  private int writtenOff;
  private int threadsStarted;
  private boolean watched;
  private boolean watching;
  private boolean closed;

  /**
   * @param size how many threads there may be, at least 1
   */
  public TaskPool(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool has at least one thread, not " + size);
    }
    this.size = size;
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
        writeOff(scheduled);
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
      started = List.copyOf(threads);
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
    signalOne();
    startThreadIfNeeded();
  }

  private void startThreadIfNeeded() {
    if (turns.readyCount() <= idle()) {
      return;
    }
    if (mayGrow()) {
      startThread();
    } else {
      callWatch(); // those that run may never come back
    }
  }

  private void startThread() {
    threadsStarted++;
    String name = "headrace-task-" + threadsStarted;
    threads.add(Thread.ofPlatform().name(name).start(() -> runTurns(name)));
  }

  private int idle() {
    return followers + (timekeeperWaits ? 1 : 0);
  }

  private boolean mayGrow() {
    return threads.size() < size + writtenOff;
  }

  private void writeOff(ScheduledTask scheduled) {
    if (scheduled.writeOff()) {
      writtenOff++;
    }
  }

  /** A thread leaves for a turn, which may last: another one must see to those that wait. */
  private void leaveTimeToAnother() {
    if (idle() > 0 || (turns.nothingWaits() && turns.readyCount() == 0)) {
      return;
    }
    if (mayGrow()) {
      startThread();
      return;
    }
    callWatch();
  }

  private void callWatch() {
    if (!watched) {
      watched = true;
      Thread.ofPlatform().name("headrace-pool-watch").daemon().start(this::watch);
    }
    if (!watching) {
      allBusy.signal();
    }
  }

  /** Looks now and then whether all threads are held for long; sleeps while one is idle. */
  private void watch() {
    lock.lock();
    try {
      while (!closed || !tasks.isEmpty()) {
        watching = idle() == 0 && !tasks.isEmpty();
        if (!watching) {
          allBusy.awaitUninterruptibly();
        } else if (waited(LONG_TURN_NANOS)) {
          relieve();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is in watch()
  private boolean waited(long nanos) {
    try {
      allBusy.awaitNanos(nanos);
      return true;
    } catch (InterruptedException nobodyDoes) {
      return false;
    }
  }

  private void relieve() {
    long now = System.nanoTime();
    turns.makeDueReady(now);
    if (idle() > 0 || turns.readyCount() == 0) {
      return;
    }
    for (ScheduledTask scheduled : tasks.values()) {
      if (scheduled.runsFor(LONG_TURN_NANOS, now)) {
        writeOff(scheduled);
      }
    }
    startThreadIfNeeded();
  }

  private void runTurns(String threadName) {
    lock.lock();
    try {
      Optional<ScheduledTask> next = next();
      while (next.isPresent()) {
        ScheduledTask scheduled = next.get();
        scheduled.begin(System.nanoTime());
        leaveTimeToAnother();
        lock.unlock();
        TurnResult result;
        try {
          result = scheduled.runTurn(threadName);
        } finally {
          lock.lock();
        }
        finishTurn(scheduled, result);
        next = next();
      }
    } finally {
      threads.remove(Thread.currentThread());
      lock.unlock();
    }
  }

  private void finishTurn(ScheduledTask scheduled, TurnResult result) {
    boolean again = scheduled.finish();
    if (scheduled.takeBack()) {
      writtenOff--;
    }
    switch (result) {
      case TurnResult.Goes(Turn.Wait(Duration atMost)) when !again -> {
        if (turns.waitUntil(scheduled, deadline(atMost))) {
          time.signal();
        }
      }
      case TurnResult.Goes _ -> makeReady(scheduled);
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
    while (threads.size() <= size + writtenOff) {
      turns.makeDueReady(System.nanoTime());
      Optional<ScheduledTask> next = turns.takeReady();
      if (next.isPresent()) {
        return next;
      }
      if (closed && tasks.isEmpty()) {
        wakeAll();
        return Optional.empty();
      }
      awaitWork();
    }
    return Optional.empty();
  }

  /** One of the idle threads keeps the time, the others wait until they are needed. */
  @SuppressWarnings("WaitNotInLoop") // the loop is in next()
  private void awaitWork() {
    if (timekeeperWaits || turns.nothingWaits()) {
      followers++;
      work.awaitUninterruptibly();
      followers--;
      return;
    }
    timekeeperWaits = true;
    try {
      time.awaitNanos(turns.firstDeadline() - System.nanoTime());
    } catch (InterruptedException e) {
      LOG.debug("a connector left its thread interrupted", e);
    } finally {
      timekeeperWaits = false;
    }
    if (!turns.nothingWaits()) {
      work.signal(); // this thread may have a turn to run: another one keeps the time
    }
  }

  private void signalOne() {
    if (followers > 0) {
      work.signal();
    } else {
      time.signal();
    }
  }

  private void wakeAll() {
    work.signalAll();
    time.signalAll();
    allBusy.signalAll();
  }

  private static long deadline(Duration atMost) {
    long nanos = atMost.compareTo(FOREVER) < 0 ? atMost.toNanos() : FOREVER.toNanos();
    return System.nanoTime() + Math.max(0, nanos);
  }
}
