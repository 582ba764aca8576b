package dev.headrace.runtime.connector;

/** What a connector is to do, by the names that Kafka Connect keeps it under. */
public enum TargetState {
  STARTED,
  /** It does nothing, and shows its tasks. */
  PAUSED,
  /** It does nothing and has no tasks; only now its offsets may be changed. */
  STOPPED;

  /** What is shown of a connector that rests. */
  ConnectorStatus.State shown() {
    return switch (this) {
      case PAUSED -> ConnectorStatus.State.PAUSED;
      case STOPPED -> ConnectorStatus.State.STOPPED;
      case STARTED -> throw new IllegalStateException("what is started does not rest");
    };
  }
}
