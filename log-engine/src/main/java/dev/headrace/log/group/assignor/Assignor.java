package dev.headrace.log.group.assignor;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A way to share out partitions. Whichever is chosen: a partition of a topic that somebody
 * subscribes to is assigned to exactly one of those who do, and nobody gets anything else. Pure.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848: server side
 *     assignors</a>
 */
public enum Assignor {

  /** As even as the subscriptions allow, and as little moved as that allows. */
  UNIFORM {
    @Override
    Map<String, Set<TopicIdPartition>> share(
        List<Subscriber> subscribers, Map<UUID, Integer> partitions) {
      return new UniformShares(subscribers, partitions).share();
    }
  },

  /** Of each topic a range of neighbours, so that topics of equal size are shared out alike. */
  RANGE {
    @Override
    Map<String, Set<TopicIdPartition>> share(
        List<Subscriber> subscribers, Map<UUID, Integer> partitions) {
      return RangeShares.share(subscribers, partitions);
    }
  };

  /**
   * @param partitions how many each topic has; a topic that is not in it has none
   * @return by member id, one entry for each subscriber
   */
  public Map<String, Set<TopicIdPartition>> assign(
      Collection<Subscriber> subscribers, Map<UUID, Integer> partitions) {
    return share(subscribers.stream().sorted(Subscriber.ORDER).toList(), partitions);
  }

  abstract Map<String, Set<TopicIdPartition>> share(
      List<Subscriber> subscribers, Map<UUID, Integer> partitions);

  /** As clients call it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Assignor> named(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
  }
}
