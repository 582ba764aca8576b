package dev.headrace.connector;

/** Why the runtime asks a sink to flush. */
public enum FlushReason {
  /** The writer was just opened. */
  OPENED,
  /** Enough records or bytes were taken, or enough time has passed. */
  INTERVAL,
  /** The task stops, or gives its partitions away. */
  STOP
}
