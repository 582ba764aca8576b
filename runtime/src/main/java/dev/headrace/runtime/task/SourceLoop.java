package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.log.record.Compression;
import dev.headrace.log.record.RecordBatchBuilder;
import dev.headrace.runtime.deadletter.Refusals;
import dev.headrace.runtime.format.Encodings;
import dev.headrace.runtime.log.Writer;
import dev.headrace.runtime.offset.SourcePositions;
import dev.headrace.runtime.schedule.RunJournal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * From readers into the log: reads what is due, and commits records and positions together when
 * there is nothing more to read, or after {@value #COMMIT_BYTES} bytes, or after 100 ms. The task's
 * thread only.
 */
final class SourceLoop<C extends Record, K extends Record, P extends Record> {

  /** A transaction is committed when it holds so much. */
  static final long COMMIT_BYTES = 4 * 1024 * 1024;

  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int POSITION_BATCH_BYTES = 64 * 1024;
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final TaskServices services;
  private final SourcePositions<K, P> positions;
  private final ConnectorCalls calls;
  private final Writer writer;
  private final TaskCounters counters;
  private final SourceSpec<C, K, P> spec;
  private final OpenPartitions<C, K, P> partitions;
  private final Outbox outbox;
  private final Refusals refusals;
  private final SourceOutput<P> output;
  private final CommitQueue<Commit<K, P>> commits;
  private final RecordBatchBuilder positionBatch = new RecordBatchBuilder(Compression.NONE, 1024);

  // What is not committed yet.
  private final Map<OpenPartition<K, P>, P> reached = new LinkedHashMap<>();
  private long uncommittedBytes;
  private OptionalLong recordsBefore = OptionalLong.empty();
  private long uncommittedSinceNanos;
  private boolean uncommitted;

  /** A commit on its way: the positions in it, and the partitions that it brought to their end. */
  private record Commit<K extends Record, P extends Record>(
      Map<OpenPartition<K, P>, P> reached,
      List<OpenPartition<K, P>> done,
      TaskCounters.Mark mark) {}

  SourceLoop(
      SourceSpec<C, K, P> spec,
      SourcePositions<K, P> positions,
      TaskServices services,
      ConnectorCalls calls,
      TaskCounters counters,
      Runnable wake) {
    this.spec = spec;
    this.services = services;
    this.positions = positions;
    this.calls = calls;
    this.counters = counters;
    this.partitions = new OpenPartitions<>(spec, positions, calls, wake);
    this.outbox = new Outbox(services.log().topics(), spec.creation(), calls);
    this.refusals = services.refusals(spec.name(), spec.connector(), spec.errors(), outbox);
    this.output =
        new SourceOutput<>(
            new SourceTargets(
                outbox, spec.formats(), new Encodings(services.schemas().through(calls::outside))),
            spec.topic(),
            spec.formats(),
            refusals);
    this.commits = new CommitQueue<>(wake);
    this.writer = services.log().writer(spec.name().writer(services.groupId()));
  }

  /** A turn of a task that goes on. */
  Turn turn(Assignment<K> assignment) throws ConnectorException {
    commits.settle(this::committed);
    OpenPartitions.Applied applied = partitions.apply(assignment.partitions(), nanoTime());
    boolean more = read();
    commitWhenDue(!more);
    closeDone();
    if (more && uncommittedBytes < COMMIT_BYTES) {
      return Turn.AGAIN;
    }
    if (isFinished(assignment, applied)) {
      return Turn.FINISHED;
    }
    if (!more && applied == OpenPartitions.Applied.YES && !uncommitted && commits.isEmpty()) {
      counters.rests();
    }
    return pause();
  }

  /** A turn of a task that is to wait: commits what was read, and reads nothing. */
  Turn hold(Duration atMost) throws ConnectorException {
    commits.settle(this::committed);
    commitWhenDue(true);
    if (!uncommitted && commits.isEmpty()) {
      counters.rests();
    }
    return new Turn.Wait(atMost);
  }

  /** A turn of a task that is to stop: commits what was read. */
  Turn stop() throws ConnectorException {
    commits.settle(this::committed);
    commitWhenDue(true);
    return uncommitted || !commits.isEmpty() ? new Turn.Wait(UNTIL_WOKEN) : Turn.FINISHED;
  }

  /** The assigned partitions that are read to their end and committed. */
  Set<K> ended() {
    return partitions.ended();
  }

  /** Releases all; what is not committed is given up, and what was counts. */
  void close() {
    partitions.closeAll();
    writer.close();
    commits.leave(
        commit -> {
          partitions.noteEnded(commit.done());
          counters.publish(commit.mark(), OptionalLong.empty());
        });
  }

  /** Reads each partition that is due, while there is room; whether one is due again. */
  private boolean read() throws ConnectorException {
    long beganNanos = nanoTime();
    Optional<OpenPartition<K, P>> due = partitions.nextDue(beganNanos);
    while (due.isPresent() && uncommittedBytes < COMMIT_BYTES) {
      read(due.get());
      long nowNanos = nanoTime();
      due = partitions.nextDue(nowNanos);
      if (nowNanos - beganNanos > COMMIT_NANOS / 4) {
        break;
      }
    }
    return due.isPresent();
  }

  private void read(OpenPartition<K, P> partition) throws ConnectorException {
    long refusedBefore = refusals.count();
    output.begin(partition.key(), services.clock().millis());
    partition.readBegins();
    Next next = calls.call("SourceReader.read", () -> partition.reader().read(output));
    outbox.appendFull(writer, refusals);
    refusals.check();
    counters.add(output.records(), output.valueBytes());
    boolean moved = partition.readEnded(next, output.position(), nanoTime());
    if (moved) {
      reached.put(partition, output.position().orElseThrow());
    }
    boolean ends = partition.hasEnded() && spec.journal().isPresent();
    if (moved || ends || output.records() > 0 || refusals.count() > refusedBefore) {
      counters.moves(nanoTime());
      collected(output.collectedBytes());
    }
  }

  private void collected(long bytes) {
    uncommittedBytes += bytes;
    if (!uncommitted) {
      uncommitted = true;
      uncommittedSinceNanos = nanoTime();
    }
  }

  private void commitWhenDue(boolean idle) throws ConnectorException {
    boolean due =
        idle
            || uncommittedBytes >= COMMIT_BYTES
            || nanoTime() - uncommittedSinceNanos >= COMMIT_NANOS;
    if (uncommitted && due && !commits.isFull()) {
      commit();
    }
  }

  private void commit() throws ConnectorException {
    outbox.appendAll(writer, refusals);
    refusals.check();
    appendPositions();
    List<OpenPartition<K, P>> done = partitions.done();
    TaskCounters.Mark mark = counters.mark(refusals, services.clock().millis());
    spec.journal().ifPresent(run -> note(run, done, mark));
    commits.commit(writer, new Commit<>(Map.copyOf(reached), done, mark));
    reached.clear();
    uncommitted = false;
    uncommittedBytes = 0;
  }

  private void appendPositions() {
    long nowMillis = services.clock().millis();
    for (Map.Entry<OpenPartition<K, P>, P> entry : reached.entrySet()) {
      SourcePositions.PositionRecord position =
          positions.encode(entry.getKey().key(), entry.getValue());
      positionBatch.append(
          nowMillis, ByteSlice.of(position.key()), ByteSlice.of(position.value()), List.of());
      if (positionBatch.sizeInBytes() > POSITION_BATCH_BYTES) {
        writer.append(positions.target(), positionBatch.build());
      }
    }
    if (positionBatch.recordCount() > 0) {
      writer.append(positions.target(), positionBatch.build());
    }
  }

  /** What the task did in this run before counts too, though another process saw it. */
  private void note(RunJournal<K> run, List<OpenPartition<K, P>> done, TaskCounters.Mark mark) {
    int task = spec.name().number();
    if (recordsBefore.isEmpty()) {
      recordsBefore = OptionalLong.of(run.records(task));
    }
    List<K> ended = done.stream().filter(OpenPartition::hasEnded).map(OpenPartition::key).toList();
    long records = recordsBefore.getAsLong() + mark.records();
    run.append(writer, task, ended, records, services.clock().millis());
  }

  /** Only now, that it is durable, the far side may forget what was read. */
  private void committed(Commit<K, P> commit) throws ConnectorException {
    for (Map.Entry<OpenPartition<K, P>, P> entry : commit.reached().entrySet()) {
      OpenPartition<K, P> partition = entry.getKey();
      if (partitions.isOpen(partition)) {
        calls.run("SourceReader.committed", () -> partition.reader().committed(entry.getValue()));
      }
    }
    partitions.close(commit.done());
    counters.moves(nanoTime());
    counters.publish(commit.mark(), OptionalLong.empty());
  }

  /** Partitions that end without anything new need no commit. */
  private void closeDone() {
    if (!uncommitted && commits.isEmpty()) {
      partitions.close(partitions.done());
    }
  }

  private boolean isFinished(Assignment<K> assignment, OpenPartitions.Applied applied) {
    return assignment.outlook() == Assignment.Outlook.FINAL
        && applied == OpenPartitions.Applied.YES
        && partitions.isEmpty()
        && !uncommitted
        && commits.isEmpty();
  }

  /** Full tasks wait for a commit, which wakes them; idle ones for their readers as well. */
  private Turn pause() {
    if (uncommittedBytes >= COMMIT_BYTES) {
      return new Turn.Wait(UNTIL_WOKEN);
    }
    long nanos = partitions.nanosUntilDue(nanoTime());
    return new Turn.Wait(nanos < UNTIL_WOKEN.toNanos() ? Duration.ofNanos(nanos) : UNTIL_WOKEN);
  }

  private long nanoTime() {
    return services.nanoTime().getAsLong();
  }
}
