package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.record.TopicPartition;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which offsets can be committed, and how they are kept: with the id of their topic, since they
 * mean nothing for another topic of the same name. Thread-safe.
 */
final class OffsetRules {

  private final Topics topics;
  private final InstantSource clock;

  OffsetRules(Topics topics, InstantSource clock) {
    this.topics = topics;
    this.clock = clock;
  }

  /** What speaks against an offset; empty when it can be committed. */
  Optional<GroupError> refuse(TopicPartition partition, CommittedOffset offset) {
    if (topics
        .find(partition.topic())
        .filter(topic -> partition.partition() >= 0 && partition.partition() < topic.partitions())
        .isEmpty()) {
      return Optional.of(GroupError.UNKNOWN_TOPIC_OR_PARTITION);
    }
    return offset.metadata().length() > GroupCoordinator.MOST_METADATA_BYTES
        ? Optional.of(GroupError.OFFSET_METADATA_TOO_LARGE)
        : Optional.empty();
  }

  Map<TopicPartition, StoredOffset> toStored(Map<TopicPartition, CommittedOffset> offsets) {
    Map<TopicPartition, StoredOffset> stored = new HashMap<>();
    offsets.forEach((partition, offset) -> stored.put(partition, toStored(partition, offset)));
    return stored;
  }

  private StoredOffset toStored(TopicPartition partition, CommittedOffset offset) {
    return new StoredOffset(
        offset.offset(),
        offset.leaderEpoch(),
        offset.metadata(),
        clock.millis(),
        topics.find(partition.topic()).map(Topic::id));
  }

  /** Whether the offset is one of the topic that has this name now. */
  boolean isMeant(TopicPartition partition, StoredOffset offset) {
    return topics.find(partition.topic()).filter(topic -> offset.isFor(topic.id())).isPresent();
  }
}
