package dev.headrace.log.group.assignor;

import dev.headrace.log.record.TopicIdPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Cuts each topic into as many ranges as it has subscribers; the first ones get one more. */
final class RangeShares {

  private RangeShares() {}

  static Map<String, Set<TopicIdPartition>> share(
      List<Subscriber> subscribers, Map<UUID, Integer> partitions) {
    Map<String, Set<TopicIdPartition>> shares = new HashMap<>();
    subscribers.forEach(subscriber -> shares.put(subscriber.memberId(), new TreeSet<>()));
    partitions.forEach(
        (topic, count) ->
            cut(
                topic,
                count,
                subscribers.stream().filter(it -> it.topics().contains(topic)).toList(),
                shares));
    return shares;
  }

  private static void cut(
      UUID topic,
      int count,
      List<Subscriber> subscribers,
      Map<String, Set<TopicIdPartition>> shares) {
    int next = 0;
    for (int i = 0; i < subscribers.size(); i++) {
      int size = count / subscribers.size() + (i < count % subscribers.size() ? 1 : 0);
      Set<TopicIdPartition> share = shares.get(subscribers.get(i).memberId());
      for (int partition = next; partition < next + size; partition++) {
        share.add(new TopicIdPartition(topic, partition));
      }
      next += size;
    }
  }
}
