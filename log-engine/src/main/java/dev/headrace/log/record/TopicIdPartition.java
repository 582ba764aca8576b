package dev.headrace.log.record;

import java.util.Comparator;
import java.util.UUID;

/**
 * A partition of one topic, not of another one that has its name later.
 *
 * @param topicId the topic's id
 * @param partition from 0
 */
public record TopicIdPartition(UUID topicId, int partition)
    implements Comparable<TopicIdPartition> {

  private static final Comparator<TopicIdPartition> ORDER =
      Comparator.comparing(TopicIdPartition::topicId).thenComparingInt(TopicIdPartition::partition);

  @Override
  public int compareTo(TopicIdPartition other) {
    return ORDER.compare(this, other);
  }
}
