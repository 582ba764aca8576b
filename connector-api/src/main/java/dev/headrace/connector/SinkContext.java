package dev.headrace.connector;

import java.util.UUID;

/** What the runtime tells a sink. May be used from any thread. */
public interface SinkContext {

  /** The name of the connector instance, as in its config file. */
  String connectorName();

  /** The number of the task within the connector, from 0. */
  int task();

  /**
   * The id of a topic that the task reads. A topic that was deleted and created again has the same
   * name and another id: what a target remembers of the old one is not about the new one.
   */
  UUID topicId(String topic);
}
