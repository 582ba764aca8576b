package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.log.record.TopicPartition;
import java.util.Map;

/**
 * Writes partitions of the log to a sink, and commits what is durable there to the group {@code
 * connect-<name>}. {@link #run()} and {@link #close()} by one thread at a time, the rest from any
 * thread.
 */
public final class SinkTask<C extends Record> implements Task {

  private final SinkSpec<C> spec;
  private volatile Map<TopicPartition, Long> ends = Map.of();

  public SinkTask(SinkSpec<C> spec, TaskServices services) {
    this.spec = spec;
  }

  /**
   * Lets the task finish when it has committed everything below these offsets; a partition without
   * one counts as done.
   */
  public void finishAt(Map<TopicPartition, Long> ends) {
    this.ends = ends;
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
    throw new UnsupportedOperationException(ends.toString());
  }

  @Override
  public void close() {}
}
