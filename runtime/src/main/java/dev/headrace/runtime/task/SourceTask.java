package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.offset.SourcePositions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads source partitions into the log, records and positions in one transaction. {@link #run()}
 * and {@link #close()} by one thread at a time, the rest from any thread.
 */
public final class SourceTask<C extends Record, K extends Record, P extends Record>
    implements Task {

  /** How soon a task that is held looks whether it still is. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final SourceSpec<C, K, P> spec;
  private final SourcePositions<K, P> positions;
  private final TaskServices services;
  private final ConnectorCalls calls;
  private final TaskCounters counters = new TaskCounters();
  private Optional<SourceLoop<C, K, P>> loop = Optional.empty();
  private volatile Assignment<K> assignment = Assignment.changing(List.of());
  private volatile Set<K> ended = Set.of();
  private volatile Runnable onEnded = () -> {};
  private volatile boolean stopping;

  /** Why nothing is read now. */
  private volatile Optional<String> held = Optional.empty();

  public SourceTask(
      SourceSpec<C, K, P> spec, SourcePositions<K, P> positions, TaskServices services) {
    this.spec = spec;
    this.positions = positions;
    this.services = services;
    this.calls = new ConnectorCalls("task " + spec.name(), spec.connector());
  }

  /**
   * Says which partitions to read from now on. New ones are opened at what is committed for them;
   * those left out are read until their reader is idle, then closed.
   */
  public void assign(Assignment<K> newAssignment) {
    if (!newAssignment.equals(assignment)) {
      assignment = newAssignment;
      wake();
    }
  }

  /** The assigned partitions that are read to their end, for ever, and committed. */
  public Set<K> ended() {
    return ended;
  }

  @Override
  public String id() {
    return spec.name().toString();
  }

  @Override
  public Turn run() throws ConnectorException {
    counters.begins(services.nanoTime().getAsLong());
    if (loop.isEmpty() && stopping) {
      return Turn.FINISHED;
    }
    held = services.log().holdsSources();
    if (loop.isEmpty() && held.isPresent()) {
      counters.rests();
      return new Turn.Wait(LOOK_AGAIN);
    }
    if (loop.isEmpty()) {
      loop = Optional.of(new SourceLoop<>(spec, positions, services, calls, counters, this::wake));
    }
    Turn turn = turn(loop.get());
    tellEnded(loop.get().ended());
    return turn;
  }

  private Turn turn(SourceLoop<C, K, P> open) throws ConnectorException {
    if (stopping) {
      return open.stop();
    }
    return held.isPresent() ? open.hold(LOOK_AGAIN) : open.turn(assignment);
  }

  /** Calls {@code listener} when more partitions have {@link #ended()}; short calls only. */
  public void onEnded(Runnable listener) {
    onEnded = listener;
  }

  private void tellEnded(Set<K> now) {
    boolean more = !ended.containsAll(now);
    ended = now;
    if (more) {
      onEnded.run();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    wake();
  }

  @Override
  public void interrupt() {
    calls.interrupt();
  }

  @Override
  public TaskProgress progress() {
    return counters.progress();
  }

  @Override
  public Optional<Standstill> standstill() {
    return counters
        .standsFor(services.nanoTime().getAsLong())
        .map(lasted -> new Standstill(lasted, calls.ongoing()));
  }

  @Override
  public Optional<String> held() {
    return held;
  }

  @Override
  public void close() {
    counters.begins(services.nanoTime().getAsLong());
    loop.ifPresent(
        open -> {
          open.close();
          ended = open.ended();
        });
    loop = Optional.empty();
  }

  private void wake() {
    services.waker().wake(this);
  }
}
