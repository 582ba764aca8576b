package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Raw;
import dev.headrace.connector.Reason;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.RecordHeader;
import dev.headrace.runtime.task.PartitionBatches.TooLarge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of refused records, by {@code errors.tolerance} and {@code
 * errors.deadletterqueue.topic.name}. The task's thread only.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final TaskName task;
  private final ErrorPolicy policy;
  private final TaskServices services;
  private final Outbox outbox;
  private Optional<ConnectorException> failure = Optional.empty();
  private long count;
  private long notLogged;
  private long lastLogNanos;

  /**
   * A record that was refused.
   *
   * @param where as its user would look for it
   * @param topic the topic of the record, or the one it was meant for
   */
  record Refusal(
      String where,
      Optional<String> topic,
      ByteSlice key,
      ByteSlice value,
      List<RecordHeader> headers,
      Reason why) {}

  Refusals(TaskName task, ErrorPolicy policy, TaskServices services, Outbox outbox) {
    this.task = task;
    this.policy = policy;
    this.services = services;
    this.outbox = outbox;
    this.lastLogNanos = services.nanoTime().getAsLong() - LOG_INTERVAL_NANOS;
  }

  /** Takes note of a refused record; when it is not tolerated, {@link #check()} will throw. */
  void refuse(Refusal refusal) {
    if (policy.tolerance() == ErrorPolicy.Tolerance.NONE) {
      failure = failure.or(() -> Optional.of(stopsAt(refusal)));
      return;
    }
    count++;
    log(refusal);
    policy.deadLetterTopic().ifPresent(topic -> bury(topic, refusal));
  }

  /** Refuses what the log does not take. */
  void refuse(List<TooLarge> tooLarge) {
    for (TooLarge one : tooLarge) {
      String topic = one.partition().topic();
      if (policy.deadLetterTopic().equals(Optional.of(topic))) {
        LOG.warn("task {} lost a dead letter: {}", task, one.why());
        continue;
      }
      refuse(
          new Refusal(
              "a record of " + one.value().length() + " bytes for " + topic,
              Optional.of(topic),
              one.key(),
              start(one.value()),
              List.of(),
              new Reason(
                  "record.too-large",
                  one.why(),
                  "Set max.message.bytes of the topic, or message.max.bytes of the log, to"
                      + " more.")));
    }
  }

  private static ByteSlice start(ByteSlice value) {
    return new ByteSlice(value.array(), value.from(), Math.min(value.length(), Raw.MAX_BYTES));
  }

  /** Whether the task must stop. */
  boolean mustStop() {
    return failure.isPresent();
  }

  /** How many were refused and left out. */
  long count() {
    return count;
  }

  /**
   * @throws ConnectorException naming the first record that was refused and is not tolerated
   */
  void check() throws ConnectorException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static ConnectorException stopsAt(Refusal refusal) {
    Reason why = refusal.why();
    return ConnectorException.wrongConfiguration(
        new Reason(
            why.code(),
            "stopped at " + refusal.where() + ": " + why.what(),
            why.next()
                + " To leave such records out, set errors.tolerance=all, and"
                + " errors.deadletterqueue.topic.name to keep them in a topic."));
  }

  /** One line in ten seconds: a file full of bad lines must not become a log full of them. */
  private void log(Refusal refusal) {
    long now = services.nanoTime().getAsLong();
    if (now - lastLogNanos < LOG_INTERVAL_NANOS) {
      notLogged++;
      return;
    }
    LOG.warn(
        "task {} left a record out at {}: {} [{}]{}",
        task,
        refusal.where(),
        refusal.why().what(),
        refusal.why().code(),
        notLogged == 0 ? "" : "; " + notLogged + " others since the last such line");
    lastLogNanos = now;
    notLogged = 0;
  }

  private void bury(String topic, Refusal refusal) {
    List<RecordHeader> headers = new ArrayList<>(refusal.headers());
    refusal.topic().ifPresent(name -> headers.add(header("topic", name)));
    headers.add(header("connector.name", task.connector()));
    headers.add(header("task.id", Integer.toString(task.number())));
    headers.add(header("stage", refusal.where()));
    headers.add(header("code", refusal.why().code()));
    headers.add(header("exception.message", refusal.why().what()));
    outbox.topic(topic).append(services.clock().millis(), refusal.key(), refusal.value(), headers);
  }

  /** Named as Kafka Connect names them. */
  private static RecordHeader header(String name, String value) {
    return new RecordHeader(
        "__connect.errors." + name, ByteSlice.of(value.getBytes(StandardCharsets.UTF_8)));
  }
}
