package dev.headrace.log.protocol;

import dev.headrace.log.broker.NewTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.protocol.Errors;

/** A topic as a client wants it, as far as that can be judged without the catalogue. */
sealed interface WantedTopic {

  record Legal(NewTopic topic) implements WantedTopic {}

  record Illegal(Errors error, String message) implements WantedTopic {}

  /** Stands for "the default" in partitions and replication factor. */
  int DEFAULT = -1;

  /**
   * @param nodeId the only node that replicas can be placed on
   */
  static WantedTopic of(CreatableTopic wanted, int nodeId) {
    Map<String, String> config = new HashMap<>();
    for (CreatableTopicConfig entry : wanted.configs()) {
      if (entry.value() == null) {
        return new Illegal(Errors.INVALID_CONFIG, entry.name() + " has no value");
      }
      config.put(entry.name(), entry.value());
    }
    if (wanted.assignments().isEmpty()) {
      return new Legal(
          new NewTopic(
              wanted.name(),
              unlessDefault(wanted.numPartitions()),
              unlessDefault(wanted.replicationFactor()),
              config));
    }
    return placed(wanted, nodeId, config);
  }

  private static WantedTopic placed(CreatableTopic wanted, int nodeId, Map<String, String> config) {
    if (wanted.numPartitions() != DEFAULT || wanted.replicationFactor() != DEFAULT) {
      return new Illegal(
          Errors.INVALID_REQUEST,
          "replicas are assigned, so partitions and replication factor must both be -1");
    }
    int partitions = wanted.assignments().size();
    for (CreatableReplicaAssignment assignment : wanted.assignments()) {
      int index = assignment.partitionIndex();
      if (index < 0 || index >= partitions || !assignment.brokerIds().equals(List.of(nodeId))) {
        return new Illegal(
            Errors.INVALID_REPLICA_ASSIGNMENT,
            "partition " + index + " can only be assigned to node " + nodeId);
      }
    }
    return new Legal(
        new NewTopic(wanted.name(), OptionalInt.of(partitions), OptionalInt.empty(), config));
  }

  private static OptionalInt unlessDefault(int value) {
    return value == DEFAULT ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
