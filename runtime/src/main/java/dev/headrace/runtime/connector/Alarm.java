package dev.headrace.runtime.connector;

import java.time.Duration;

/** Calls later. Thread-safe. */
interface Alarm extends AutoCloseable {

  /** Runs {@code what} once after {@code delay}; it must not take long. */
  Ticket after(Duration delay, Runnable what);

  /** What was asked for under this ticket is not to be done. */
  @FunctionalInterface
  interface Ticket {
    /** Harmless when it is done already. */
    void cancel();
  }

  /** Nothing is called any more. */
  @Override
  void close();
}
