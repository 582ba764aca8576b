package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.runtime.offset.SourcePositions;
import java.util.List;
import java.util.Set;

/**
 * Reads source partitions into the log, records and positions in one transaction. {@link #run()}
 * and {@link #close()} by one thread at a time, the rest from any thread.
 */
public final class SourceTask<C extends Record, K extends Record, P extends Record>
    implements Task {

  private final SourceSpec<C, K, P> spec;
  private volatile Set<K> ended = Set.of();
  private volatile Assignment<K> assignment = Assignment.changing(List.of());

  public SourceTask(
      SourceSpec<C, K, P> spec, SourcePositions<K, P> positions, TaskServices services) {
    this.spec = spec;
  }

  /**
   * Says which partitions to read from now on. New ones are opened at what is committed for them;
   * those left out are read until their reader is idle, then closed.
   */
  public void assign(Assignment<K> newAssignment) {
    assignment = newAssignment;
    ended = Set.of();
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
  public ClassLoader classLoader() {
    return spec.connector().getClass().getClassLoader();
  }

  @Override
  public Turn run() throws ConnectorException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stop() {}

  @Override
  public void interrupt() {}

  @Override
  public TaskProgress progress() {
    throw new UnsupportedOperationException(assignment.toString());
  }

  @Override
  public void close() {}
}
