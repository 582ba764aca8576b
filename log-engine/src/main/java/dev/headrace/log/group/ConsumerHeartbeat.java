package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a member of a consumer group says of itself; what it does not say has not changed.
 *
 * @param memberEpoch that the member believes to live in, or {@link #JOIN}, {@link #LEAVE}, {@link
 *     #LEAVE_FOR_NOW}
 * @param instanceId {@code group.instance.id} of a static member
 * @param rebalanceTimeoutMillis how long the member may take to give partitions up
 * @param topics names that it subscribes to
 * @param pattern of topic names that it subscribes to; an empty one ends that
 * @param assignor the wire name of the one that it wants
 * @param owned what it reads
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848">KIP-848:
 *     ConsumerGroupHeartbeat</a>
 */
public record ConsumerHeartbeat(
    String memberId,
    int memberEpoch,
    Optional<String> instanceId,
    Optional<String> rackId,
    JoinRequest.Client client,
    OptionalInt rebalanceTimeoutMillis,
    Optional<Set<String>> topics,
    Optional<String> pattern,
    Optional<String> assignor,
    Optional<Set<TopicIdPartition>> owned) {

  public static final int JOIN = 0;
  public static final int LEAVE = -1;

  /** A static member goes, and will be back within a session time-out. */
  public static final int LEAVE_FOR_NOW = -2;

  private static final int MOST_NAME_LENGTH = 8_191;

  public ConsumerHeartbeat {
    topics = topics.map(Set::copyOf);
    owned = owned.map(Set::copyOf);
  }

  boolean joins() {
    return memberEpoch == JOIN;
  }

  /** Whether the member says all there is to say: it has just come, or lost an answer. */
  boolean isWhole() {
    return joins()
        || (rebalanceTimeoutMillis.isPresent()
            && owned.isPresent()
            && (topics.isPresent() || pattern.isPresent()));
  }

  /** Whether its names are short enough to be stored. */
  boolean isStorable() {
    return isStorable(memberId)
        && instanceId.map(ConsumerHeartbeat::isStorable).orElse(true)
        && rackId.map(ConsumerHeartbeat::isStorable).orElse(true)
        && isStorable(client.id());
  }

  private static boolean isStorable(String name) {
    return name.length() <= MOST_NAME_LENGTH;
  }
}
