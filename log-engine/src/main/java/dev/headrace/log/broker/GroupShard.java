package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerGroupDescription;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;

/**
 * The groups that live in one partition of the offsets topic.
 *
 * <p>Thread-safe by {@link ShardTurns}: in a turn a group decides and its records are appended, so
 * that the order of the log is the order of the decisions. Nobody waits in a turn: records become
 * state when they are durable, and answers go out after it.
 */
final class GroupShard implements AutoCloseable {

  private final ShardTurns turns;
  private final GroupJournal journal;
  private final GroupAlarm alarm;
  private final ClassicGroups classics;

  /** No id is in both. */
  private final ConsumerGroups consumers;

  private final GroupMembers members;
  private final CommitRights rights;
  private final OffsetCommits commits;
  private final GroupCensus census;
  private final GroupRemovals removals;

  private GroupShard(GroupJournal journal, GroupEnvironment environment, ConsumerTopics topics) {
    this.journal = journal;
    turns = new ShardTurns(environment.elapsedMillis());
    alarm = new GroupAlarm(environment, this::expire);
    classics = new ClassicGroups(journal, environment, alarm, turns);
    consumers = new ConsumerGroups(journal, environment, topics, alarm, turns, classics);
    members = new GroupMembers(journal, classics, consumers, topics);
    rights = new CommitRights(classics, consumers);
    commits = new OffsetCommits(journal, rights);
    census = new GroupCensus(journal, classics, consumers, topics);
    removals = new GroupRemovals(journal, classics, consumers, census);
  }

  /**
   * Brings back what the log holds. Members have one session time-out to show up again.
   *
   * @param topics that groups read
   * @throws IOException when the log cannot be read whole
   */
  static GroupShard open(StateLog log, GroupEnvironment environment, ConsumerTopics topics)
      throws IOException {
    GroupJournal journal = new GroupJournal(log, environment.clock());
    GroupShard shard = new GroupShard(journal, environment, topics);
    journal.replay(() -> shard.turns.take(_ -> journal.stored().dated()));
    shard.turns.run(
        nowMillis -> {
          shard.classics.restore(nowMillis);
          shard.consumers.restore(nowMillis);
        });
    return shard;
  }

  TopicPartition partition() {
    return journal.partition();
  }

  /** Done when all below an offset of the partition is durable. */
  CompletionStage<Void> durable(long endOffset) {
    return journal.durable(endOffset);
  }

  CompletionStage<JoinOutcome> join(String group, JoinRequest request) {
    return turns.take(nowMillis -> members.join(group, request, nowMillis));
  }

  CompletionStage<SyncOutcome> sync(String group, SyncRequest request) {
    return turns.take(nowMillis -> members.sync(group, request, nowMillis));
  }

  Optional<GroupError> heartbeat(String group, MemberIdentity member) {
    return turns.take(nowMillis -> members.heartbeat(group, member, nowMillis));
  }

  CompletionStage<List<Optional<GroupError>>> leave(String group, List<Group.Leaver> leavers) {
    return turns.take(nowMillis -> members.leave(group, leavers, nowMillis));
  }

  /** A member of the consumer protocol lives, comes or goes. */
  CompletionStage<ConsumerOutcome> heartbeat(String group, ConsumerHeartbeat request) {
    return turns.take(nowMillis -> members.heartbeat(group, request, nowMillis));
  }

  /** Commits offsets all or none; done when they are durable, with what spoke against it. */
  CompletionStage<Optional<GroupError>> commit(
      String group, MemberIdentity member, Map<TopicPartition, StoredOffset> offsets) {
    return turns.take(nowMillis -> commits.commit(group, member, offsets, nowMillis));
  }

  /**
   * Commits offsets as a part of a transaction: what comes of them is told by {@link #end}.
   *
   * @param member empty for a writer inside the process, which need not be one
   */
  TransactionalCommit commit(
      String group,
      Optional<MemberIdentity> member,
      Map<TopicPartition, StoredOffset> offsets,
      ProducerEpoch producer) {
    return turns.take(nowMillis -> commits.commit(group, member, offsets, producer, nowMillis));
  }

  /** Commits offsets for a writer inside the process; done when they are durable. */
  CompletionStage<Optional<GroupError>> commit(
      String group, Map<TopicPartition, StoredOffset> offsets) {
    return turns.take(_ -> commits.commit(group, offsets));
  }

  /** The outcome of a producer's transaction is durable. */
  void end(long producerId, Marker outcome) {
    journal.end(producerId, outcome);
  }

  /** The partitions for which a group has committed in transactions that are open. */
  Set<TopicPartition> pending(String group) {
    return turns.take(_ -> journal.stored().pending(group));
  }

  Map<TopicPartition, StoredOffset> offsets(String group) {
    return turns.take(_ -> journal.stored().offsets(group));
  }

  /** What speaks against reading what the group has committed. */
  Optional<GroupError> refuseFetch(String group, MemberIdentity member) {
    return turns.take(_ -> rights.refuseFetch(group, member));
  }

  /** The groups there are: with members, or with offsets. */
  List<GroupListing> list() {
    return turns.take(_ -> census.list());
  }

  /** Empty for one of the consumer protocol too. */
  Optional<GroupDescription> describe(String group) {
    return turns.take(_ -> census.describe(group));
  }

  /** Empty for one of the classic protocol too. */
  Optional<ConsumerGroupDescription> describeConsumers(String group) {
    return turns.take(_ -> consumers.find(group).map(ConsumerGroup::describe));
  }

  /** Deletes a group without members, with its offsets. Done when durable. */
  CompletionStage<Optional<GroupError>> delete(String group) {
    return turns.take(nowMillis -> removals.delete(group, nowMillis));
  }

  /** Drops offsets of topics that no member reads. Done when durable. */
  CompletionStage<OffsetDeletion> deleteOffsets(String group, Set<TopicPartition> partitions) {
    return turns.take(_ -> removals.deleteOffsets(group, partitions));
  }

  /**
   * Drops what groups have committed and nobody has cared for since a point in time, and groups of
   * which nothing is left then.
   *
   * @param sinceMillis in milliseconds since 1970
   */
  void expireOffsets(OffsetRetention retention, long sinceMillis) {
    turns.run(nowMillis -> removals.expireOffsets(retention, sinceMillis, nowMillis));
  }

  /** Drops what any group has committed where that means nothing any more. */
  void forget(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    turns.run(_ -> removals.forget(meaningless));
  }

  /** Runs when the earliest time-out of a group may be over. */
  private void expire() {
    turns.run(
        nowMillis -> {
          alarm.rung();
          classics.expire(nowMillis);
          consumers.expire(nowMillis);
        });
  }

  /** Writes the groups down for the next start. After the last call. */
  @Override
  public void close() {
    journal.close();
  }
}
