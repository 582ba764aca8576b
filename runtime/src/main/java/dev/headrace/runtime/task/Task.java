package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import java.util.Optional;

/**
 * One task of a connector, run in turns by the {@link TaskPool}: never by two threads at a time,
 * and by none while it waits.
 */
public interface Task extends AutoCloseable {

  /** Which task this is, as {@code connector-0}; also in the name of the thread while it runs. */
  String id();

  /**
   * Does what there is to do, for a bounded time.
   *
   * @throws ConnectorException what the connector met
   */
  Turn run() throws ConnectorException;

  /**
   * Asks the task to come to its end in order: what is taken is flushed and committed, then a turn
   * answers {@link Turn.Finished}. From any thread; the pool runs the task soon.
   */
  void stop();

  /**
   * Interrupts connector code that hangs, now and from now on, and only connector code: a thread
   * that is interrupted while it reads or writes the log would close the log's files. From any
   * thread; called by {@link TaskPool#abandon}.
   */
  void interrupt();

  /** What the task has done so far; from any thread. */
  TaskProgress progress();

  /**
   * For how long nothing has gone forward although there is something to do; from any thread.
   *
   * @return empty when there is nothing to do
   */
  Optional<Standstill> standstill();

  /** Why the task does nothing although it could, for people; empty unless it is held. */
  default Optional<String> held() {
    return Optional.empty();
  }

  /**
   * Releases everything without flushing; on the thread that ran it last, or after it has ended.
   */
  @Override
  void close();
}
