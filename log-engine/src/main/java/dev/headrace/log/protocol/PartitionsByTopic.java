package dev.headrace.log.protocol;

import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Partitions as the protocol lists them: under their topic, in order. */
final class PartitionsByTopic {

  private PartitionsByTopic() {}

  static Map<UUID, List<Integer>> of(Collection<TopicIdPartition> partitions) {
    Map<UUID, List<Integer>> byTopic = new TreeMap<>();
    partitions.stream()
        .sorted()
        .forEach(
            it ->
                byTopic.computeIfAbsent(it.topicId(), _ -> new ArrayList<>()).add(it.partition()));
    return byTopic;
  }
}
