package dev.headrace.runtime.connector;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things one after the other, on whatever thread the executor gives; holds none while there is
 * nothing to do. Thread-safe.
 */
final class Mailbox {

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Executor executor;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  Mailbox(Executor executor) {
    this.executor = executor;
  }

  /** Does {@code what} after all that was posted before. */
  void post(Runnable what) {
    synchronized (waiting) {
      waiting.add(what);
      if (busy) {
        return;
      }
      busy = true;
    }
    executor.execute(this::drain);
  }

  private void drain() {
    for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
      try {
        next.get().run();
      } catch (RuntimeException fault) {
        LOG.error("A step of supervision failed; this is a fault of Headrace.", fault);
      }
    }
  }

  private Optional<Runnable> next() {
    synchronized (waiting) {
      busy = !waiting.isEmpty();
      return Optional.ofNullable(waiting.poll());
    }
  }
}
