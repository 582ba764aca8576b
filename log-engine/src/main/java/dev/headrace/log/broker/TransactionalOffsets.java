package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Offsets that groups commit in transactions: written at once, and the group's when the transaction
 * is committed (KIP-98, KIP-447). Thread-safe; no call waits.
 */
public final class TransactionalOffsets {

  private final OffsetsTopic offsetsTopic;
  private final OffsetRules rules;

  TransactionalOffsets(OffsetsTopic offsetsTopic, OffsetRules rules) {
    this.offsetsTopic = offsetsTopic;
    this.rules = rules;
  }

  /** The partition that holds a group, which takes part in the transaction; made if need be. */
  public CompletionStage<TopicPartition> partitionOf(String group) {
    return offsetsTopic.ensure(group).thenApply(GroupShard::partition);
  }

  /** What speaks against offsets; without those that can be committed. */
  public Map<TopicPartition, GroupError> refuse(Map<TopicPartition, CommittedOffset> offsets) {
    Map<TopicPartition, GroupError> refused = new HashMap<>();
    offsets.forEach(
        (partition, offset) ->
            rules.refuse(partition, offset).ifPresent(why -> refused.put(partition, why)));
    return refused;
  }

  /**
   * Commits offsets as a part of a producer's transaction; after {@link #partitionOf}.
   *
   * @param member in whose name; empty for a writer inside the process
   */
  public TransactionalCommit write(
      String group,
      Optional<MemberIdentity> member,
      Map<TopicPartition, CommittedOffset> offsets,
      ProducerEpoch producer) {
    return shard(group).commit(group, member, rules.toStored(offsets), producer);
  }

  /** Done when all below an offset of the group's partition is durable. */
  public CompletionStage<Void> durable(String group, long endOffset) {
    return shard(group).durable(endOffset);
  }

  /** Commits offsets for a writer inside the process without a transaction; done when durable. */
  CompletionStage<Optional<GroupError>> write(
      String group, Map<TopicPartition, CommittedOffset> offsets) {
    return shard(group).commit(group, rules.toStored(offsets));
  }

  /** The transaction of a producer has ended, durably, in a partition of the offsets topic. */
  void end(TopicPartition partition, long producerId, Marker outcome) {
    offsetsTopic.shards().stream()
        .filter(shard -> shard.partition().equals(partition))
        .forEach(shard -> shard.end(producerId, outcome));
  }

  private GroupShard shard(String group) {
    return offsetsTopic
        .find(group)
        .orElseThrow(() -> new IllegalStateException("nobody asked for the partition of " + group));
  }
}
