package dev.headrace.runtime.connector;

/** What of a connector is to be started anew, as Kafka Connect tells it apart. */
public sealed interface Restart {

  /** The connector, which finds out anew what it has to do; its tasks go on. */
  record OfConnector(Which which) implements Restart {}

  /** The connector and its tasks. */
  record OfAll(Which which) implements Restart {}

  /** One task, however it is doing. */
  record OfTask(int number) implements Restart {}

  /** However it is doing, or only when it is not. */
  enum Which {
    ANY,
    FAILED
  }

  /** What came of it. */
  enum Result {
    /** It happens soon; what is paused or stopped stays so. */
    DONE,
    UNKNOWN_CONNECTOR,
    UNKNOWN_TASK
  }
}
