package dev.headrace.log.group.assignor;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What a member has so far, by topic. One thread. */
final class Share {

  private final Subscriber subscriber;
  private final Map<UUID, NavigableSet<TopicIdPartition>> byTopic = new TreeMap<>();
  private int size;

  Share(Subscriber subscriber) {
    this.subscriber = subscriber;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  int size() {
    return size;
  }

  void add(TopicIdPartition partition) {
    byTopic.computeIfAbsent(partition.topicId(), _ -> new TreeSet<>()).add(partition);
    size++;
  }

  /** The topics of which it has something to give away. */
  Set<UUID> topics() {
    return byTopic.keySet();
  }

  /** Gives away one partition of a topic: the last, so that few of its neighbours differ. */
  TopicIdPartition give(UUID topic) {
    NavigableSet<TopicIdPartition> partitions = byTopic.get(topic);
    TopicIdPartition given = partitions.removeLast();
    if (partitions.isEmpty()) {
      byTopic.remove(topic);
    }
    size--;
    return given;
  }

  Set<TopicIdPartition> partitions() {
    Set<TopicIdPartition> all = new TreeSet<>();
    byTopic.values().forEach(all::addAll);
    return all;
  }
}
