package dev.headrace.log.broker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer, and the clocks that go with it, for a test to turn. What is due runs on the thread of
 * the test; the clock of the day can be set apart from the time that passes.
 */
final class ManualTime extends ScheduledThreadPoolExecutor implements InstantSource {

  private final List<Task> tasks = new ArrayList<>();
  private long elapsedMillis;
  private long dayMillis = 1_000_000_000_000L;

  ManualTime() {
    super(0);
  }

  /** Lets time pass; what falls due does so in order. */
  void pass(long millis) {
    long end = elapsedMillis + millis;
    while (true) {
      Task next = firstUntil(end);
      if (next == null) {
        break;
      }
      move(next.dueMillis);
      next.runOnce();
    }
    move(end);
  }

  /** Sets the clock of the day forward, or back. */
  void jump(long millis) {
    dayMillis += millis;
  }

  long elapsedMillis() {
    return elapsedMillis;
  }

  private void move(long to) {
    dayMillis += to - elapsedMillis;
    elapsedMillis = to;
  }

  private synchronized Task firstUntil(long end) {
    tasks.removeIf(Task::isDone);
    return tasks.stream()
        .filter(task -> task.dueMillis <= end)
        .min((one, other) -> Long.compare(one.dueMillis, other.dueMillis))
        .orElse(null);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(dayMillis);
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return add(work, unit.toMillis(delay), 0);
  }

  @Override
  public synchronized ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return add(work, unit.toMillis(initialDelay), unit.toMillis(delay));
  }

  private Task add(Runnable work, long delayMillis, long againMillis) {
    Task task = new Task(work, elapsedMillis + delayMillis, againMillis);
    tasks.add(task);
    return task;
  }

  private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

    private final long againMillis;
    private long dueMillis;

    Task(Runnable work, long dueMillis, long againMillis) {
      super(work, null);
      this.dueMillis = dueMillis;
      this.againMillis = againMillis;
    }

    void runOnce() {
      if (againMillis == 0) {
        run();
      } else {
        dueMillis += againMillis;
        runAndReset();
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException("nobody asks");
    }
  }
}
