package dev.headrace.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, closed in reverse order, each also when one before it could not be. */
final class Closing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Opened> opened = new ArrayDeque<>();

  private record Opened(String name, AutoCloseable what) {}

  /** Notes what is to be closed, and hands it back. */
  synchronized <T extends AutoCloseable> T later(String name, T what) {
    opened.push(new Opened(name, what));
    return what;
  }

  /** Closes all that is noted; a second call finds nothing to do. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      Opened next = opened.pop();
      try {
        next.what().close();
      } catch (Exception failed) {
        LOG.warn("stop.failure: the {} did not close cleanly", next.name(), failed);
      }
    }
  }
}
