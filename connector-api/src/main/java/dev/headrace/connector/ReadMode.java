package dev.headrace.connector;

/** How far a source is read. */
public enum ReadMode {
  /** For ever: at the end of what is there, more may come. */
  CONTINUOUS,
  /**
   * Up to the end of what is there, which then counts as complete: {@code run --once}, and each run
   * of a source that has a {@code schedule}. What comes later is for the next run.
   */
  ONCE
}
