package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Refused;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers a topic to a sink until all is committed, as the runtime does: after a transient failure
 * the sink is opened anew where it was committed, and dead letters become durable with the offsets.
 */
final class Delivering {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private final SinkTask sink;
  private final int batch;
  private final List<Long> deadLetters = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  Delivering(Map<String, String> settings, List<Entry> topic, int batch) {
    this.sink = SinkTask.holding(settings, topic);
    this.batch = batch;
  }

  /** Delivers all; {@code beforeEach} is run before each batch. */
  void run(Runnable beforeEach) throws ConnectorException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (sink.committed().nextOffset() < sink.topicSize()) {
      try {
        sink.open();
        deliver(beforeEach);
      } catch (ConnectorException failure) {
        if (failure.kind() != ConnectorException.Kind.TRANSIENT || System.nanoTime() > end) {
          throw failure;
        }
        failures.add(failure.reason().code());
        LockSupport.parkNanos(PAUSE_NANOS);
      } finally {
        sink.close();
      }
    }
  }

  private void deliver(Runnable beforeEach) throws ConnectorException {
    while (sink.committed().nextOffset() < sink.topicSize()) {
      beforeEach.run();
      List<Refused> refused =
          sink.deliver((int) Math.min(sink.topicSize(), sink.committed().nextOffset() + batch));
      sink.flush();
      refused.forEach(one -> deadLetters.add(one.offset()));
    }
  }

  /** The offsets of the records that were refused, as often as they were. */
  List<Long> deadLetters() {
    return deadLetters;
  }

  /** The codes of the failures that were overcome. */
  List<String> failures() {
    return failures;
  }
}
