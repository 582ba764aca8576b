package dev.headrace.runtime.task;

import java.util.OptionalLong;

/**
 * Counts on the task's thread what goes through, and shows to others what was committed: nothing is
 * shared per record.
 */
final class TaskCounters {

  private long records;
  private long bytes;
  private volatile TaskProgress published = new TaskProgress(0, 0, 0, OptionalLong.empty(), 0);

  /** What had gone through at some time. */
  record Mark(long records, long bytes, long refused, long atMillis) {}

  void add(long moreRecords, long moreBytes) {
    records += moreRecords;
    bytes += moreBytes;
  }

  /** What has gone through until now. */
  Mark mark(long refused, long nowMillis) {
    return new Mark(records, bytes, refused, nowMillis);
  }

  /** Shows what is committed now. */
  void publish(Mark committed, OptionalLong lag) {
    boolean moved = committed.records() > published.records();
    published =
        new TaskProgress(
            committed.records(),
            committed.bytes(),
            committed.refused(),
            lag,
            moved ? committed.atMillis() : published.lastProgressMillis());
  }

  /** Shows another lag; all else stays. */
  void publishLag(OptionalLong lag) {
    TaskProgress last = published;
    published =
        new TaskProgress(
            last.records(), last.bytes(), last.refused(), lag, last.lastProgressMillis());
  }

  /** What was shown last; from any thread. */
  TaskProgress progress() {
    return published;
  }
}
