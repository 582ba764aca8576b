package dev.headrace.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Parts in the order in which they were opened, closed in reverse, each whatever befell another.
 */
final class Opened {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes all after a failure that is to be told; what fails besides is added to it. */
  void closeAfter(Throwable failure) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    parts.clear();
  }

  void close() throws IOException {
    IOException failure = new IOException("the log could not be closed cleanly");
    closeAfter(failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
