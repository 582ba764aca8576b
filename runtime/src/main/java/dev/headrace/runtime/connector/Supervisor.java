package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps the connectors of this node running. Thread-safe. */
public final class Supervisor implements Connectors, AutoCloseable {

  private Supervisor() {}

  /**
   * Starts without connectors but those that REST applied before; with {@link ReadMode#ONCE}
   * without these.
   *
   * @param plugins its opener's to close, after this
   * @param log its opener's to close, after this
   * @param groupId the worker group, part of the writers' names
   */
  public static Supervisor open(Plugins plugins, Log log, String groupId, ReadMode mode) {
    return new Supervisor();
  }

  /** How {@link #awaitCompletion()} went. */
  public enum Outcome {
    ALL_DONE,
    SOME_FAILED
  }

  /**
   * Waits until all sources have come to their end, then lets the sinks write what is there, and
   * waits for these. To be called when all connectors are applied.
   */
  public Outcome awaitCompletion() throws InterruptedException {
    return Outcome.ALL_DONE;
  }

  /**
   * Stops all connectors in order: what is taken is flushed and committed. What has not stopped
   * after {@code bound} is interrupted.
   */
  public void stop(Duration bound) {}

  /** Stops all connectors within 10 seconds. */
  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
  }

  @Override
  public List<String> names() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ConnectorConfig> config(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ConnectorStatus> status(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Problem> validate(ConnectorConfig config) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Applied apply(ConnectorConfig config) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Removed remove(String name) {
    throw new UnsupportedOperationException();
  }
}
