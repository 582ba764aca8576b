package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.SourceReader;
import dev.headrace.runtime.offset.SourcePositions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The source partitions that a task has open, as its assignment says. A partition is opened at what
 * is committed for it, also by a task that had it before: so the positions are read up to their end
 * first. The task's thread only.
 */
final class OpenPartitions<C extends Record, K extends Record, P extends Record> {

  private final SourceSpec<C, K, P> spec;
  private final SourcePositions<K, P> positions;
  private final ConnectorCalls calls;
  private final Runnable wake;
  private final Map<K, OpenPartition<K, P>> open = new LinkedHashMap<>();
  private final ArrayDeque<OpenPartition<K, P>> turns = new ArrayDeque<>();
  private final Set<K> ended = new HashSet<>();
  private Optional<CompletableFuture<Void>> catchingUp = Optional.empty();

  OpenPartitions(
      SourceSpec<C, K, P> spec,
      SourcePositions<K, P> positions,
      ConnectorCalls calls,
      Runnable wake) {
    this.spec = spec;
    this.positions = positions;
    this.calls = calls;
    this.wake = wake;
  }

  /** Whether an assignment is carried out. */
  enum Applied {
    YES,
    /** The task is woken when it can go on. */
    WAITS_FOR_POSITIONS
  }

  Applied apply(List<K> assigned, long nowNanos) throws ConnectorException {
    ended.retainAll(assigned);
    if (open.size() + ended.size() == assigned.size() && containsAll(assigned)) {
      return Applied.YES;
    }
    open.values().stream()
        .filter(partition -> !assigned.contains(partition.key()))
        .forEach(OpenPartition::retire);
    if (containsAll(assigned)) {
      return Applied.YES;
    }
    CompletableFuture<Void> caughtUp = catchingUp.orElseGet(this::catchUp);
    if (!caughtUp.isDone()) {
      return Applied.WAITS_FOR_POSITIONS;
    }
    catchingUp = Optional.empty();
    CommitQueue.join(caughtUp);
    Map<K, P> committed = positions.committed();
    for (K key : assigned) {
      if (open.containsKey(key) || ended.contains(key)) {
        continue;
      }
      if (spec.journal().filter(run -> run.hasEnded(key)).isPresent()) {
        ended.add(key);
      } else {
        open(key, Optional.ofNullable(committed.get(key)), nowNanos);
      }
    }
    return Applied.YES;
  }

  private boolean containsAll(List<K> assigned) {
    for (K key : assigned) {
      if (!open.containsKey(key) && !ended.contains(key)) {
        return false;
      }
    }
    return true;
  }

  private CompletableFuture<Void> catchUp() {
    CompletableFuture<Void> caughtUp =
        CompletableFuture.allOf(
            positions.caughtUp().toCompletableFuture(),
            spec.journal()
                .map(run -> run.caughtUp().toCompletableFuture())
                .orElseGet(() -> CompletableFuture.completedFuture(null)));
    catchingUp = Optional.of(caughtUp);
    caughtUp.whenComplete((_, _) -> wake.run());
    return caughtUp;
  }

  private void open(K key, Optional<P> position, long nowNanos) throws ConnectorException {
    OpenPartition.Context context = new OpenPartition.Context(spec.name(), spec.mode(), wake);
    SourceReader<P> reader =
        calls.call(
            "SourceConnector.open",
            () -> spec.connector().open(spec.configuration(), key, position, context));
    OpenPartition<K, P> opened = new OpenPartition<>(key, reader, context, position, nowNanos);
    open.put(key, opened);
    turns.add(opened);
  }

  /** The partition whose turn it is next, among those that are due; the next call gives another. */
  Optional<OpenPartition<K, P>> nextDue(long nowNanos) {
    for (int i = turns.size(); i > 0; i--) {
      OpenPartition<K, P> next = turns.remove();
      turns.add(next);
      if (next.isDue(nowNanos)) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** How long no reader has anything to do. */
  long nanosUntilDue(long nowNanos) {
    long nanos = Long.MAX_VALUE;
    for (OpenPartition<K, P> partition : open.values()) {
      nanos = Math.min(nanos, partition.nanosUntilDue(nowNanos));
    }
    return nanos;
  }

  /** Those that are not read any more and were not closed yet. */
  List<OpenPartition<K, P>> done() {
    List<OpenPartition<K, P>> done = new ArrayList<>();
    for (OpenPartition<K, P> partition : open.values()) {
      if (!partition.isOpen()) {
        done.add(partition);
      }
    }
    return done;
  }

  /** Closes partitions that are not read any more; their last positions are committed. */
  void close(Collection<OpenPartition<K, P>> done) {
    for (OpenPartition<K, P> partition : done) {
      if (open.remove(partition.key(), partition)) {
        turns.remove(partition);
        calls.close(partition.reader());
        if (partition.hasEnded()) {
          ended.add(partition.key());
        }
      }
    }
  }

  /** Partitions that were brought to their ends, and are closed already. */
  void noteEnded(Collection<OpenPartition<K, P>> done) {
    done.stream().filter(OpenPartition::hasEnded).forEach(partition -> ended.add(partition.key()));
  }

  void closeAll() {
    open.values().forEach(partition -> calls.close(partition.reader()));
    open.clear();
    turns.clear();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isOpen(OpenPartition<K, P> partition) {
    return open.get(partition.key()) == partition;
  }

  /** The assigned partitions that are read to their end and committed. */
  Set<K> ended() {
    return Set.copyOf(ended);
  }
}
