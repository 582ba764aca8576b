package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods of a connector outside of its tasks, with its class loader in place. Calls come
 * from one thread at a time; {@link #interrupt()} from any, and it reaches connector code only: a
 * thread that is interrupted inside of the log would close the log's files.
 */
final class ConnectorCode {

  private final ClassLoader loader;
  private @Nullable Thread inside;
  private boolean interrupted;

  ConnectorCode(ClassLoader loader) {
    this.loader = loader;
  }

  /** A method of a connector. */
  @FunctionalInterface
  interface Call<T> {
    @Nullable T run() throws ConnectorException;
  }

  /** Calls; a null in answer is the connector's fault. */
  <T> T call(String method, Call<T> call) throws ConnectorException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    enter(thread);
    try {
      T answer = call.run();
      if (answer == null) {
        throw ConnectorException.unexpected(
            new Reason(
                "connector.unexpected",
                "The connector's " + method + " answered null.",
                "This is an error in the connector; tell its author."),
            new IllegalStateException(method + " answered null"));
      }
      return answer;
    } finally {
      leave();
      thread.setContextClassLoader(before);
    }
  }

  /** Interrupts the call that runs, and every later one at once. */
  synchronized void interrupt() {
    interrupted = true;
    if (inside != null) {
      inside.interrupt();
    }
  }

  private synchronized void enter(Thread thread) {
    inside = thread;
    if (interrupted) {
      thread.interrupt();
    }
  }

  private synchronized void leave() {
    inside = null;
    Thread.interrupted(); // what comes next works with the log
  }
}
