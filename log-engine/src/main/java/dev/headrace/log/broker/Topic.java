package dev.headrace.log.broker;

import java.util.Map;
import java.util.UUID;

/**
 * A topic as it is now.
 *
 * @param id a new one each time a topic is created, also under a name used before
 * @param partitions how many, at least 1
 * @param config what was set for this topic, in Kafka's names; defaults are not among it
 * @param internal whether the node itself made it for its own state
 */
public record Topic(
    String name, UUID id, int partitions, Map<String, String> config, boolean internal) {

  public Topic {
    config = Map.copyOf(config);
  }

  Topic withPartitions(int newPartitions) {
    return new Topic(name, id, newPartitions, config, internal);
  }

  Topic withConfig(Map<String, String> newConfig) {
    return new Topic(name, id, partitions, newConfig, internal);
  }
}
