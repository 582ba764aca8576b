package dev.headrace.connector;

/** How far a source is read. */
public enum ReadMode {
  /** For ever: at the end of what is there, more may come. */
  CONTINUOUS,
  /**
   * Up to the end of what is there, which then counts as complete: {@code run --once}, and each run
   * of a source that has a {@code schedule}. What comes later is for the next run.
   *
   * <p>A partition whose reader returned {@link Next.End} is not opened again in that run, also
   * after a restart, once what the reader gave by then is committed. Where {@code End} comes in the
   * same answer as the last position, both are committed together: a reader that is opened at such
   * a position is opened for another run, and a source that brings everything each time begins
   * anew.
   */
  ONCE
}
