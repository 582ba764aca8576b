package dev.headrace.log.protocol;

import dev.headrace.log.broker.Topic;
import dev.headrace.log.broker.Topics;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** Finds the partition that a client means, by the topic's name or by its id. Thread-safe. */
final class PartitionLookup {

  private final Topics topics;
  private final Partitions partitions;
  private final Set<String> hiddenTopics;

  /**
   * @param hiddenTopics unknown to clients
   */
  PartitionLookup(Topics topics, Partitions partitions, Set<String> hiddenTopics) {
    this.topics = topics;
    this.partitions = partitions;
    this.hiddenTopics = Set.copyOf(hiddenTopics);
  }

  sealed interface Lookup {
    record Found(PartitionLog log) implements Lookup {}

    record Missing(Errors error) implements Lookup {}
  }

  boolean isHidden(String topic) {
    return hiddenTopics.contains(topic);
  }

  /** Whether only the node itself writes to a topic. */
  boolean isInternal(String topic) {
    return topics.find(topic).filter(Topic::internal).isPresent();
  }

  Lookup byName(String topic, int partition) {
    if (isHidden(topic)) {
      return new Lookup.Missing(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
    return partitions
        .find(new TopicPartition(topic, partition))
        .<Lookup>map(Lookup.Found::new)
        .orElseGet(() -> new Lookup.Missing(Errors.UNKNOWN_TOPIC_OR_PARTITION));
  }

  /** The name of the topic with an id; empty also where clients must not see it. */
  Optional<String> name(Uuid topicId) {
    return topics.find(TopicIds.fromWire(topicId)).map(Topic::name).filter(name -> !isHidden(name));
  }

  Lookup byId(Uuid topicId, int partition) {
    Optional<String> name = name(topicId);
    if (name.isEmpty()) {
      return new Lookup.Missing(Errors.UNKNOWN_TOPIC_ID);
    }
    Lookup lookup = byName(name.get(), partition);
    return lookup instanceof Lookup.Found(var log)
            && !log.topicId().equals(TopicIds.fromWire(topicId))
        ? new Lookup.Missing(Errors.INCONSISTENT_TOPIC_ID)
        : lookup;
  }

  /** Whether a client's idea of the leader is that of now; it refreshes its metadata if not. */
  static Errors checkLeaderEpoch(PartitionLog log, int clientsLeaderEpoch) {
    if (clientsLeaderEpoch < 0 || clientsLeaderEpoch == log.leaderEpoch()) {
      return Errors.NONE;
    }
    return clientsLeaderEpoch < log.leaderEpoch()
        ? Errors.FENCED_LEADER_EPOCH
        : Errors.UNKNOWN_LEADER_EPOCH;
  }
}
