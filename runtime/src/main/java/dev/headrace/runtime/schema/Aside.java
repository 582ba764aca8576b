package dev.headrace.runtime.schema;

/**
 * Does what waits for the log where the thread cannot be interrupted: an interrupt that is meant
 * for a connector would close the log's files.
 */
@FunctionalInterface
public interface Aside {

  /** For a thread that nobody interrupts. */
  Aside NOT_NEEDED = Aside::here;

  /** Does the work now, on this thread. */
  <T, E extends Exception> T run(Work<T, E> work) throws E;

  /**
   * What is to be done.
   *
   * @param <T> its outcome
   * @param <E> why there is none
   */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private static <T, E extends Exception> T here(Work<T, E> work) throws E {
    return work.run();
  }
}
