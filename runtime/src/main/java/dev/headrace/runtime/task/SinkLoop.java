package dev.headrace.runtime.task;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.SinkWriter;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.log.Fetched;
import dev.headrace.runtime.log.LogBatch;
import dev.headrace.runtime.log.Reader;
import dev.headrace.runtime.log.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * From the log into a sink: writes what is there, has it made durable when there is nothing more,
 * or after {@value #FLUSH_BYTES} bytes, or after 100 ms, and then commits the offsets with the
 * sink's receipts. The task's thread only.
 */
final class SinkLoop {

  /** The sink is flushed when it has taken so much. */
  static final long FLUSH_BYTES = 8 * 1024 * 1024;

  private static final int READ_BYTES = 1024 * 1024;
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * Flushes for want of more are not nearer to each other: a stream that drips is not one a drop.
   */
  private static final long IDLE_FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final TaskName name;
  private final TaskServices services;
  private final ConnectorCalls calls;
  private final Writer writer;
  private final Reader reader;
  private final SinkWriter sink;
  private final SinkPartitions partitions;
  private final TaskCounters counters;
  private final Outbox outbox;
  private final Refusals refusals;
  private final Offers offers;
  private final CommitQueue<TaskCounters.Mark> commits;

  private Phase phase = Phase.OPENED;
  private boolean unflushed;
  private long unflushedBytes;
  private long unflushedSinceNanos;
  private long lastFlushNanos;

  private enum Phase {
    /** The sink's first answer is not committed yet: nothing may be written. */
    OPENED,
    WRITING,
    /** The last flush is done, its commit may be on its way. */
    FLUSHED_FOR_EVER
  }

  /** What a task has opened, in this order. */
  record Opened(
      Writer writer, Reader reader, SinkPartitions partitions, SinkForms forms, SinkWriter sink) {}

  SinkLoop(
      SinkSpec<?> spec,
      Opened opened,
      TaskServices services,
      ConnectorCalls calls,
      TaskCounters counters,
      Runnable wake) {
    this.name = spec.name();
    this.services = services;
    this.calls = calls;
    this.counters = counters;
    this.writer = opened.writer();
    this.reader = opened.reader();
    this.partitions = opened.partitions();
    this.sink = opened.sink();
    this.outbox = new Outbox(services.log().topics(), TopicCreation.DEFAULT, calls);
    this.refusals = services.refusals(name, spec.connector(), spec.errors(), outbox);
    LogSinkBatch batch =
        new LogSinkBatch(new ConvertedBatch(opened.forms(), services.conversions()));
    this.offers = new Offers(calls, sink, partitions, batch, refusals, counters);
    this.commits = new CommitQueue<>(wake);
    reader.onData(wake);
    reader.assign(partitions.positions());
  }

  /** Asks the sink for its first receipt, which is committed before anything is written. */
  void begin() throws ConnectorException {
    flush(FlushReason.OPENED);
  }

  /**
   * A turn of a task that goes on.
   *
   * @param ends where the task is finished; empty when it goes on for ever
   */
  Turn turn(Optional<Map<TopicPartition, Long>> ends) throws ConnectorException {
    commits.settle(this::committed);
    if (phase == Phase.OPENED && commits.isEmpty()) {
      phase = Phase.WRITING;
    }
    if (refusals.mustStop()) {
      return stopAtRecord();
    }
    return switch (phase) {
      case OPENED -> new Turn.Wait(UNTIL_WOKEN);
      case WRITING -> write(ends);
      case FLUSHED_FOR_EVER -> finish();
    };
  }

  /** What comes before the record is committed, so that its offset is where the task stands. */
  private Turn stopAtRecord() throws ConnectorException {
    Turn turn = finish();
    if (turn instanceof Turn.Finished) {
      refusals.check();
    }
    return turn;
  }

  /** A turn of a task that is to stop: what was taken is flushed and committed. */
  Turn stop() throws ConnectorException {
    commits.settle(this::committed);
    return finish();
  }

  void close() {
    calls.close(sink);
    reader.close();
    writer.close();
    commits.leave(mark -> counters.publish(mark, counters.progress().lag()));
  }

  private Turn write(Optional<Map<TopicPartition, Long>> ends) throws ConnectorException {
    long beganNanos = nanoTime();
    boolean drained = false;
    while (!drained && !isBlocked() && nanoTime() - beganNanos < TURN_NANOS) {
      if (offers.isEmpty()) {
        drained = !readMore();
      } else {
        offerNext();
      }
      if (refusals.mustStop()) {
        return Turn.AGAIN;
      }
      flushWhenDue(drained);
    }
    if (ends.isPresent() && (drained || partitions.reached(ends.get()))) {
      return finish();
    }
    if (drained) {
      counters.publishLag(OptionalLong.of(0));
      if (commits.isEmpty()) {
        counters.rests();
      }
      return pause();
    }
    return isBlocked() ? new Turn.Wait(UNTIL_WOKEN) : Turn.AGAIN;
  }

  /** Enough was taken, and the commits before are not done: they wake the task. */
  private boolean isBlocked() {
    return unflushedBytes >= FLUSH_BYTES && commits.isFull();
  }

  /** Whether there was more. */
  private boolean readMore() throws ConnectorException {
    return switch (reader.read(READ_BYTES, Duration.ZERO)) {
      case Fetched.Batches(List<LogBatch> batches) -> {
        offers.add(batches);
        yield true;
      }
      case Fetched.Nothing() -> false;
      case Fetched.Gap gap -> throw partitions.stopsAt(gap);
    };
  }

  private void offerNext() throws ConnectorException {
    unflushedBytes += offers.offerNext();
    counters.moves(nanoTime());
    if (!unflushed) {
      unflushed = true;
      unflushedSinceNanos = nanoTime();
    }
  }

  private void flushWhenDue(boolean drained) throws ConnectorException {
    if (!unflushed || commits.isFull()) {
      return;
    }
    long now = nanoTime();
    boolean idle = drained && now - lastFlushNanos >= IDLE_FLUSH_NANOS;
    if (idle || unflushedBytes >= FLUSH_BYTES || now - unflushedSinceNanos >= FLUSH_NANOS) {
      flush(FlushReason.INTERVAL);
    }
  }

  private void flush(FlushReason why) throws ConnectorException {
    TaskCounters.Mark mark = counters.mark(refusals, services.clock().millis());
    List<Committed> answer = calls.call("SinkWriter.flush", () -> sink.flush(why));
    Map<TopicPartition, Committed> changed = partitions.flushed(answer);
    unflushed = false;
    unflushedBytes = 0;
    lastFlushNanos = nanoTime();
    if (changed.isEmpty()) {
      return;
    }
    changed.forEach((partition, now) -> refusals.covered(partition, now.nextOffset()));
    outbox.appendAll(writer, refusals);
    changed.forEach(this::stage);
    commits.commit(writer, mark);
  }

  private void stage(TopicPartition partition, Committed now) {
    writer.offset(
        "connect-" + name.connector(),
        partition,
        new dev.headrace.runtime.log.Committed(now.nextOffset(), now.receipt().orElse("")));
  }

  private void committed(TaskCounters.Mark mark) {
    counters.moves(nanoTime());
    counters.publish(mark, OptionalLong.of(partitions.lag(reader)));
  }

  private Turn finish() throws ConnectorException {
    if (phase == Phase.WRITING && !commits.isFull()) {
      flush(FlushReason.STOP);
      phase = Phase.FLUSHED_FOR_EVER;
    }
    return commits.isEmpty() && phase != Phase.WRITING ? Turn.FINISHED : new Turn.Wait(UNTIL_WOKEN);
  }

  private Turn pause() {
    if (!unflushed || commits.isFull()) {
      return new Turn.Wait(UNTIL_WOKEN);
    }
    long nanos = IDLE_FLUSH_NANOS - (nanoTime() - lastFlushNanos);
    return new Turn.Wait(Duration.ofNanos(Math.max(0, nanos)));
  }

  private long nanoTime() {
    return services.nanoTime().getAsLong();
  }
}
