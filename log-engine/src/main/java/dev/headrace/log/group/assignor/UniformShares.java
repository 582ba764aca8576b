package dev.headrace.log.group.assignor;

import dev.headrace.log.record.TopicIdPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Leaves everybody what it has, gives what is free to those who have least, and then moves single
 * partitions from who has more to who has less, as long as that evens out. One thread, used once.
 */
final class UniformShares {

  private final List<Share> shares = new ArrayList<>();

  /** In a fixed order, so that the same input comes to the same. */
  private final Map<UUID, Integer> partitions;

  private final Map<UUID, List<Share>> subscribed = new HashMap<>();

  UniformShares(List<Subscriber> subscribers, Map<UUID, Integer> partitions) {
    this.partitions = new TreeMap<>(partitions);
    for (Subscriber subscriber : subscribers) {
      Share share = new Share(subscriber);
      shares.add(share);
      for (UUID topic : subscriber.topics()) {
        subscribed.computeIfAbsent(topic, _ -> new ArrayList<>()).add(share);
      }
    }
  }

  Map<String, Set<TopicIdPartition>> share() {
    Set<TopicIdPartition> kept = keep();
    partitions.forEach((topic, count) -> giveOut(topic, count, kept));
    new Balance(shares, subscribed).even();
    Map<String, Set<TopicIdPartition>> result = new HashMap<>();
    shares.forEach(share -> result.put(share.subscriber().memberId(), share.partitions()));
    return result;
  }

  /** What each had and may keep; of two who had the same, the first one keeps it. */
  private Set<TopicIdPartition> keep() {
    Set<TopicIdPartition> kept = new HashSet<>();
    for (Share share : shares) {
      for (TopicIdPartition partition : share.subscriber().former()) {
        boolean exists = partition.partition() < partitions.getOrDefault(partition.topicId(), 0);
        if (exists
            && share.subscriber().topics().contains(partition.topicId())
            && kept.add(partition)) {
          share.add(partition);
        }
      }
    }
    return kept;
  }

  private void giveOut(UUID topic, int count, Set<TopicIdPartition> taken) {
    List<Share> takers = subscribed.getOrDefault(topic, List.of());
    for (int i = 0; i < count && !takers.isEmpty(); i++) {
      TopicIdPartition partition = new TopicIdPartition(topic, i);
      if (!taken.contains(partition)) {
        takers.stream().min(Comparator.comparingInt(Share::size)).orElseThrow().add(partition);
      }
    }
  }
}
