package dev.headrace.runtime.task;

import dev.headrace.runtime.deadletter.Refusal;
import dev.headrace.runtime.deadletter.Refusals;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts on the task's thread what goes through, and shows to others what was committed: nothing is
 * shared per record.
 */
final class TaskCounters {

  private long records;
  private long bytes;
  private volatile TaskProgress published = TaskProgress.NONE;

  /** Since when there is something to do and nothing went forward; empty when there is nothing. */
  private volatile OptionalLong waitingSinceNanos = OptionalLong.empty();

  /** What had gone through at some time. */
  record Mark(
      long records, long bytes, long refused, Optional<Refusal.Last> lastRefusal, long atMillis) {}

  /** There is something to do. */
  void begins(long nowNanos) {
    if (waitingSinceNanos.isEmpty()) {
      waitingSinceNanos = OptionalLong.of(nowNanos);
    }
  }

  /** Something went forward, and there is more to do. */
  void moves(long nowNanos) {
    waitingSinceNanos = OptionalLong.of(nowNanos);
  }

  /** There is nothing to do. */
  void rests() {
    waitingSinceNanos = OptionalLong.empty();
  }

  /** For how long nothing has gone forward; from any thread. */
  Optional<Duration> standsFor(long nowNanos) {
    OptionalLong since = waitingSinceNanos;
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, nowNanos - since.getAsLong())));
  }

  void add(long moreRecords, long moreBytes) {
    records += moreRecords;
    bytes += moreBytes;
  }

  /** What has gone through until now. */
  Mark mark(Refusals refusals, long nowMillis) {
    return new Mark(records, bytes, refusals.count(), refusals.last(), nowMillis);
  }

  /** Shows what is committed now. */
  void publish(Mark committed, OptionalLong lag) {
    boolean moved = committed.records() > published.records();
    published =
        new TaskProgress(
            committed.records(),
            committed.bytes(),
            committed.refused(),
            committed.lastRefusal(),
            lag,
            moved ? committed.atMillis() : published.lastProgressMillis());
  }

  /** Shows another lag; all else stays. */
  void publishLag(OptionalLong lag) {
    TaskProgress last = published;
    published =
        new TaskProgress(
            last.records(),
            last.bytes(),
            last.refused(),
            last.lastRefusal(),
            lag,
            last.lastProgressMillis());
  }

  /** What was shown last; from any thread. */
  TaskProgress progress() {
    return published;
  }
}
