package dev.headrace.runtime.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A time that stands until the test lets it go on: then what was asked of the alarm is done, in
 * order. Intervals also pass as they really do, so that tasks see their pauses end. Thread-safe.
 */
final class FakeTime implements Alarm {

  private final PriorityQueue<Due> dues = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Instant now;
  private long passedNanos;
  private Optional<Instant> beforeNextAlarm = Optional.empty();

  private record Due(Instant at, Runnable what) {}

  FakeTime(String beginsAt) {
    now = Instant.parse(beginsAt);
  }

  Time time() {
    return new Time(this::now, this::nanoTime, this);
  }

  synchronized Instant now() {
    return now;
  }

  private synchronized long nanoTime() {
    return System.nanoTime() + passedNanos;
  }

  /** Lets so much time pass. */
  void pass(Duration time) {
    Instant end = now().plus(time);
    Optional<Runnable> next = goTo(end);
    while (next.isPresent()) {
      next.get().run();
      next = goTo(end);
    }
  }

  /** Somebody sets the clock back; what is waited for comes as soon as before. */
  synchronized void setBack(Duration by) {
    now = now.minus(by);
    List<Due> moved = dues.stream().map(due -> new Due(due.at().minus(by), due.what())).toList();
    dues.clear();
    dues.addAll(moved);
  }

  /** The time is this when the next alarm is set: it was earlier when somebody reckoned for it. */
  synchronized void goesOnBeforeTheNextAlarm(String until) {
    beforeNextAlarm = Optional.of(Instant.parse(until));
  }

  void passUntil(String end) {
    pass(Duration.between(now(), Instant.parse(end)));
  }

  /** Goes on to the next thing that is due until then, or else to the end. */
  private synchronized Optional<Runnable> goTo(Instant end) {
    Optional<Due> next = Optional.ofNullable(dues.peek()).filter(due -> !due.at().isAfter(end));
    Instant to = next.map(Due::at).orElse(end);
    if (to.isAfter(now)) {
      passedNanos += Duration.between(now, to).toNanos();
      now = to;
    }
    next.ifPresent(dues::remove);
    return next.map(Due::what);
  }

  @Override
  public synchronized Ticket after(Duration delay, Runnable what) {
    now = beforeNextAlarm.orElse(now);
    beforeNextAlarm = Optional.empty();
    Due due = new Due(now.plus(delay), what);
    dues.add(due);
    return () -> cancel(due);
  }

  private synchronized void cancel(Due due) {
    dues.remove(due);
  }

  @Override
  public synchronized void close() {
    dues.clear();
  }
}
