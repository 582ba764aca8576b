package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topic;
import dev.headrace.log.storage.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** A topic as the metadata response has it. Thread-safe. */
final class TopicMetadata {

  private static final int NO_NODE = -1;

  private final Node node;
  private final PartitionLookup partitions;

  TopicMetadata(Node node, PartitionLookup partitions) {
    this.node = node;
    this.partitions = partitions;
  }

  MetadataResponseTopic of(Topic topic) {
    List<MetadataResponsePartition> found = new ArrayList<>(topic.partitions());
    for (int i = 0; i < topic.partitions(); i++) {
      found.add(partition(topic.name(), i));
    }
    return new MetadataResponseTopic()
        .setName(topic.name())
        .setTopicId(TopicIds.toWire(topic.id()))
        .setIsInternal(topic.internal())
        .setPartitions(found);
  }

  MetadataResponseTopic error(String name, Errors error) {
    return new MetadataResponseTopic().setName(name).setErrorCode(error.code());
  }

  MetadataResponseTopic error(Uuid id) {
    return new MetadataResponseTopic()
        .setName(null)
        .setTopicId(id)
        .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code());
  }

  MetadataResponsePartition partition(String topic, int index) {
    MetadataResponsePartition partition =
        new MetadataResponsePartition()
            .setPartitionIndex(index)
            .setReplicaNodes(List.of(node.id()));
    Optional<PartitionLog> online =
        partitions.byName(topic, index) instanceof PartitionLookup.Lookup.Found(var log)
                && log.offlineReason().isEmpty()
            ? Optional.of(log)
            : Optional.empty();
    return online
        .map(
            log ->
                partition
                    .setLeaderId(node.id())
                    .setLeaderEpoch(log.leaderEpoch())
                    .setIsrNodes(List.of(node.id())))
        .orElseGet(
            () ->
                partition
                    .setLeaderId(NO_NODE)
                    .setOfflineReplicas(List.of(node.id()))
                    .setErrorCode(Errors.LEADER_NOT_AVAILABLE.code()));
  }
}
