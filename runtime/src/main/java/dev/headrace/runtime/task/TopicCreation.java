package dev.headrace.runtime.task;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a source creates a topic that does not exist.
 *
 * @param partitions empty for the log's default
 * @param config in Kafka's names
 */
public record TopicCreation(OptionalInt partitions, Map<String, String> config) {

  /** All as the log's defaults say. */
  public static final TopicCreation DEFAULT = new TopicCreation(OptionalInt.empty(), Map.of());

  public TopicCreation {
    config = Map.copyOf(config);
  }
}
