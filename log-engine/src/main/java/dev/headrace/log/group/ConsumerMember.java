package dev.headrace.log.group;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a member of a consumer group has said of itself, as the log holds it.
 *
 * @param pattern of topic names; empty for none
 * @param assignor the wire name of the one that it wants; empty for whichever
 * @param classic how a member of the classic protocol is in the group; empty for one of the
 *     consumer protocol
 * @see <a
 *     href="https://github.com/apache/kafka/blob/trunk/group-coordinator/src/main/resources/common/message/ConsumerGroupMemberMetadataValue.json">ConsumerGroupMemberMetadataValue</a>
 */
public record ConsumerMember(
    Optional<String> instanceId,
    Optional<String> rackId,
    JoinRequest.Client client,
    int rebalanceTimeoutMillis,
    Set<String> topics,
    Optional<String> pattern,
    Optional<String> assignor,
    Optional<ClassicTerms> classic) {

  public ConsumerMember {
    topics = Set.copyOf(topics);
  }

  /** One that joins. */
  static ConsumerMember of(ConsumerHeartbeat heartbeat) {
    return new ConsumerMember(
            heartbeat.instanceId(),
            Optional.empty(),
            heartbeat.client(),
            0,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .with(heartbeat);
  }

  /** One that joins by the classic protocol. */
  static ConsumerMember of(JoinRequest request, ClassicSubscription subscription) {
    return new ConsumerMember(
        request.instanceId(),
        subscription.rackId(),
        request.client(),
        request.rebalanceTimeoutMillis(),
        subscription.topics(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(ClassicTerms.of(request)));
  }

  /** This member with what it says now, which makes it one of the consumer protocol. */
  ConsumerMember with(ConsumerHeartbeat heartbeat) {
    return new ConsumerMember(
        instanceId,
        heartbeat.rackId().or(this::rackId),
        heartbeat.client(),
        heartbeat.rebalanceTimeoutMillis().orElse(rebalanceTimeoutMillis),
        heartbeat.topics().orElse(topics),
        heartbeat.pattern().or(this::pattern).filter(it -> !it.isEmpty()),
        heartbeat.assignor().or(this::assignor),
        Optional.empty());
  }

  boolean subscribesLike(ConsumerMember other) {
    return topics.equals(other.topics) && pattern.equals(other.pattern);
  }

  /** Its names in a fixed order. */
  Set<String> sortedTopics() {
    return new TreeSet<>(topics);
  }

  /** About as many bytes as it takes in the log. */
  int sizeInBytes() {
    return topics.stream().mapToInt(String::length).sum()
        + pattern.map(String::length).orElse(0)
        + classic.map(ClassicTerms::sizeInBytes).orElse(0);
  }
}
