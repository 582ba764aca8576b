package dev.headrace.log.broker;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A topic to be created.
 *
 * @param partitions empty for the node's default ({@code num.partitions})
 * @param replicationFactor empty for the default; only 1 can be had on one node
 */
public record NewTopic(
    String name,
    OptionalInt partitions,
    OptionalInt replicationFactor,
    Map<String, String> config) {

  public NewTopic {
    config = KnownTopicConfig.stripped(config);
  }

  public static NewTopic of(String name, int partitions) {
    return new NewTopic(name, OptionalInt.of(partitions), OptionalInt.empty(), Map.of());
  }
}
