package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.record.TopicIdPartition;
import dev.headrace.log.record.TopicPartition;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who may commit offsets of a group, and who may read them. Guarded by its {@link ShardTurns}. */
final class CommitRights {

  private final ClassicGroups classics;
  private final ConsumerGroups consumers;

  CommitRights(ClassicGroups classics, ConsumerGroups consumers) {
    this.classics = classics;
    this.consumers = consumers;
  }

  /** What speaks against a commit; empty for nothing. */
  Optional<GroupError> refuse(
      String groupId,
      MemberIdentity member,
      Map<TopicPartition, StoredOffset> offsets,
      long nowMillis) {
    return refuse(
        groupId,
        member,
        group -> group.commit(member, identified(offsets)),
        group -> group.commit(member, nowMillis));
  }

  /** What speaks against a commit in a transaction; empty for nothing. */
  Optional<GroupError> refuseInTransaction(
      String groupId,
      MemberIdentity member,
      Map<TopicPartition, StoredOffset> offsets,
      long nowMillis) {
    return refuse(
        groupId,
        member,
        group -> group.commitInTransaction(member, identified(offsets)),
        group -> group.commitInTransaction(member, nowMillis));
  }

  private Optional<GroupError> refuse(
      String groupId,
      MemberIdentity member,
      Function<ConsumerGroup, Optional<GroupError>> ofConsumers,
      Function<Group, Optional<GroupError>> ofClassic) {
    if (consumers.isBroken(groupId)) {
      return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
    }
    Optional<ConsumerGroup> consumer = consumers.find(groupId);
    if (consumer.isPresent()) {
      return ofConsumers.apply(consumer.get());
    }
    return classics.find(groupId).map(ofClassic).orElseGet(() -> refuseMember(member));
  }

  private static Optional<GroupError> refuseMember(MemberIdentity member) {
    return member.generation() < 0 ? Optional.empty() : Optional.of(GroupError.ILLEGAL_GENERATION);
  }

  /** What speaks against reading what the group has committed; empty for nothing. */
  Optional<GroupError> refuseFetch(String groupId, MemberIdentity member) {
    return consumers.find(groupId).flatMap(group -> group.fetch(member));
  }

  private static Set<TopicIdPartition> identified(Map<TopicPartition, StoredOffset> offsets) {
    Set<TopicIdPartition> identified = new HashSet<>();
    offsets.forEach(
        (partition, offset) ->
            offset
                .topicId()
                .ifPresent(id -> identified.add(new TopicIdPartition(id, partition.partition()))));
    return identified;
  }
}
