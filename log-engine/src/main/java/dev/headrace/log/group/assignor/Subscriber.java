package dev.headrace.log.group.assignor;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A member that wants a share.
 *
 * @param instanceId of a static member, which keeps its turn under every member id
 * @param topics that it subscribes to
 * @param former what it was assigned before
 */
public record Subscriber(
    String memberId, Optional<String> instanceId, Set<UUID> topics, Set<TopicIdPartition> former) {

  /** The order in which members take their turns: static ones first, always the same. */
  static final Comparator<Subscriber> ORDER =
      Comparator.comparing((Subscriber it) -> it.instanceId().isEmpty())
          .thenComparing(it -> it.instanceId().orElse(it.memberId()));

  public Subscriber {
    topics = Set.copyOf(topics);
    former = Set.copyOf(former);
  }
}
