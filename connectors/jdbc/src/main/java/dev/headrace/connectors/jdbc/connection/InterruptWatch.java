package dev.headrace.connectors.jdbc.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections whose threads are interrupted, so that a stop need not wait for a query. One
 * thread of its own, which sleeps while nothing is guarded.
 */
public final class InterruptWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(InterruptWatch.class);
  private static final long LOOK_MILLIS = 100;

  private final ScheduledExecutorService looks;

  InterruptWatch(String threadName) {
    looks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(threadName).factory());
  }

  Guard guard(Connection connection) {
    Guard guard = new Guard(Thread.currentThread(), connection);
    guard.lookLater();
    return guard;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  /** A thread at work on a connection. Closed by that thread. */
  public final class Guard implements AutoCloseable {

    private final Thread worker;
    private final Connection connection;
    private boolean done;

    Guard(Thread worker, Connection connection) {
      this.worker = worker;
      this.connection = connection;
    }

    private void lookLater() {
      try {
        looks.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        log.debug("No look at {}: the database is closed", worker.getName());
      }
    }

    private synchronized void look() {
      if (done) {
        return;
      }
      if (worker.isInterrupted()) {
        log.debug("{} is interrupted: cutting its connection", worker.getName());
        try {
          connection.abort(Runnable::run);
        } catch (SQLException failure) {
          log.debug("Cutting a connection failed", failure);
        }
      } else {
        lookLater();
      }
    }

    @Override
    public synchronized void close() {
      done = true;
    }
  }
}
