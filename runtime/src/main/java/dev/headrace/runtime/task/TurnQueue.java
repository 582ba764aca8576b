package dev.headrace.runtime.task;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Tasks that are ready, in order of arrival, and tasks that wait, in order of their deadlines.
 * Under the pool's lock.
 */
final class TurnQueue {

  private final ArrayDeque<ScheduledTask> ready = new ArrayDeque<>();
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(
          Comparator.comparingLong(Waiting::deadlineNanos).thenComparingLong(Waiting::order));
  private long order;

  /** A task that waits; the order makes equal deadlines different. */
  record Waiting(long deadlineNanos, long order, ScheduledTask task) {}

  void ready(ScheduledTask task) {
    task.waiting().ifPresent(waiting::remove);
    task.queued();
    ready.add(task);
  }

  void waitUntil(ScheduledTask task, long deadlineNanos) {
    Waiting entry = new Waiting(deadlineNanos, order++, task);
    task.waits(entry);
    waiting.add(entry);
  }

  void makeDueReady(long nowNanos) {
    while (!waiting.isEmpty() && waiting.first().deadlineNanos() <= nowNanos) {
      ready(waiting.first().task());
    }
  }

  Optional<ScheduledTask> takeReady() {
    return Optional.ofNullable(ready.poll());
  }

  int readyCount() {
    return ready.size();
  }

  boolean nothingWaits() {
    return waiting.isEmpty();
  }

  boolean isWaiting(Waiting entry) {
    return waiting.contains(entry);
  }

  /** The first deadline of those that are not kept. */
  Optional<Waiting> firstWaiting(Predicate<Waiting> isKept) {
    for (Waiting entry : waiting) {
      if (!isKept.test(entry)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  long firstDeadline() {
    return waiting.first().deadlineNanos();
  }
}
