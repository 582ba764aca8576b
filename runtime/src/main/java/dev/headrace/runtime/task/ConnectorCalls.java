package dev.headrace.runtime.task;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Refused;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.schema.Aside;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls connector code, which may throw, hang or answer null, with the plugin's loader as the
 * thread's context class loader. {@link #interrupt()} reaches a thread only while it is in such a
 * call: an interrupt that hit the log instead would close its files. Calls by one thread at a time;
 * {@code interrupt} by any.
 */
public final class ConnectorCalls {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectorCalls.class);

  private final String caller;
  private final ClassLoader loader;
  private @Nullable Thread inside;
  private @Nullable ClassLoader outsideLoader;
  private boolean interrupted;

  /** The method that is being called; empty between calls. */
  private volatile Optional<String> ongoing = Optional.empty();

  /**
   * @param caller who calls, for messages, as {@code task orders-in-0}
   * @param connector whose plugin is called
   */
  public ConnectorCalls(String caller, Object connector) {
    this.caller = caller;
    this.loader = connector.getClass().getClassLoader();
  }

  /** What a connector does for an answer. */
  @FunctionalInterface
  public interface Call<T> {
    @Nullable T run() throws ConnectorException;
  }

  /** What a connector does without an answer. */
  @FunctionalInterface
  interface Action {
    void run() throws ConnectorException;
  }

  /** What a sink made of records that it was offered. */
  sealed interface Offered {
    /** All were taken but these. */
    record Taken(List<Refused> refused) implements Offered {}

    /** None was taken, for at least one of them is refused. */
    record RefusedAsAWhole(ConnectorException why) implements Offered {}
  }

  /**
   * Runs {@code call}.
   *
   * @param method what is called, as its author would name it
   * @throws ConnectorException also in place of what the connector should not have thrown
   * @throws LogException when the connector's call led to the log and that failed
   */
  public <T> T call(String method, Call<T> call) throws ConnectorException {
    try {
      return invoke(method, call);
    } catch (ConnectorException e) {
      if (e.kind() != ConnectorException.Kind.RECORD) {
        throw e;
      }
      throw unexpected(method + " refused a batch, which is for SinkWriter.write to do: " + e, e);
    }
  }

  /** Runs {@link dev.headrace.connector.SinkWriter#write}, the one call that may refuse a batch. */
  Offered offer(Call<List<Refused>> write) throws ConnectorException {
    try {
      return new Offered.Taken(invoke("SinkWriter.write", write));
    } catch (ConnectorException e) {
      if (e.kind() != ConnectorException.Kind.RECORD) {
        throw e;
      }
      return new Offered.RefusedAsAWhole(e);
    }
  }

  private <T> T invoke(String method, Call<T> call) throws ConnectorException {
    ongoing = Optional.of(method);
    enter();
    try {
      @Nullable T answer = call.run();
      if (answer == null) {
        throw unexpected(method + " returned null", null);
      }
      return answer;
    } catch (LogException e) {
      throw e; // the log's, met on the way: no fault of the connector
    } catch (RuntimeException e) {
      throw unexpected(method + " threw " + e, e);
    } finally {
      leave();
      ongoing = Optional.empty();
    }
  }

  /** The connector's method that has not returned; empty when none is running. From any thread. */
  public Optional<String> ongoing() {
    return ongoing;
  }

  void run(String method, Action action) throws ConnectorException {
    call(
        method,
        () -> {
          action.run();
          return this;
        });
  }

  /**
   * Uses the log out of reach of an interrupt, wherever the task is.
   *
   * @param use what the connector's call may have led to
   */
  <T, E extends Exception> T outside(Aside.Work<T, E> use) throws E {
    boolean wasInside = leave();
    try {
      return use.run();
    } finally {
      if (wasInside) {
        enter();
      }
    }
  }

  /** Closes what belongs to the connector; a failure is logged, since nobody could do more. */
  public void close(AutoCloseable resource) {
    ongoing = Optional.of("close");
    enter();
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("{}: closing failed: {}", caller, e.toString(), e);
    } finally {
      leave();
      ongoing = Optional.empty();
    }
  }

  /** Interrupts the call that runs now, and every later one. */
  public synchronized void interrupt() {
    interrupted = true;
    if (inside != null) {
      inside.interrupt();
    }
  }

  private synchronized void enter() {
    inside = Thread.currentThread();
    outsideLoader = inside.getContextClassLoader();
    inside.setContextClassLoader(loader);
    if (interrupted) {
      inside.interrupt();
    }
  }

  /** Whether the thread was inside. */
  private synchronized boolean leave() {
    boolean wasInside = inside != null;
    if (wasInside) {
      Thread.currentThread().setContextClassLoader(outsideLoader);
    }
    inside = null;
    Thread.interrupted(); // the log is next, and must not see it
    return wasInside;
  }

  private ConnectorException unexpected(String what, @Nullable Throwable cause) {
    return ConnectorException.unexpected(
        new Reason(
            "connector.unexpected",
            what.endsWith(".") ? what : what + ".",
            "This is a fault of the connector: report it to its author with the log's stack"
                + " trace."),
        cause == null ? new IllegalStateException(caller + ": " + what) : cause);
  }
}
