package dev.headrace.connector;

/** What the runtime tells a sink. May be used from any thread. */
public interface SinkContext {

  /** The name of the connector instance, as in its config file. */
  String connectorName();

  /** The number of the task within the connector, from 0. */
  int task();
}
