package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.schema.TopicSchemas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one task on the test's thread, in a time of its own that passes only while the task waits:
 * tests take no longer than their work, and always go the same way.
 */
final class TaskDriver {

  private final AtomicBoolean woken = new AtomicBoolean();
  private long nanos;

  /** The services of tasks that this driver runs. */
  TaskServices services(Log log) {
    return new TaskServices(
        log,
        new TopicSchemas(log, InstantSource.system()),
        "test",
        _ -> woken.set(true),
        () -> Instant.ofEpochMilli(nanos / 1_000_000),
        () -> nanos);
  }

  /** Runs the task until it has finished. */
  void finish(Task task) throws ConnectorException {
    for (int turns = 0; turns < 1_000_000; turns++) {
      if (turn(task) instanceof Turn.Finished) {
        return;
      }
    }
    throw new AssertionError("task " + task.id() + " does not finish");
  }

  /** Runs the task for so long in its own time. */
  void runFor(Task task, Duration time) throws ConnectorException {
    long until = nanos + time.toNanos();
    while (nanos < until) {
      if (turn(task) instanceof Turn.Finished) {
        return;
      }
    }
  }

  /** One turn, and the wait behind it. */
  Turn turn(Task task) throws ConnectorException {
    woken.set(false);
    Turn turn = task.run();
    nanos += 1_000; // work takes time
    if (turn instanceof Turn.Wait(Duration atMost) && !woken.get()) {
      nanos += atMost.toNanos();
    }
    return turn;
  }
}
