package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerGroupDescription;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.Step;
import dev.headrace.log.group.StoredGroups;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.transaction.ProducerEpoch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that live in one partition of the offsets topic.
 *
 * <p>Thread-safe by one lock, under which a group decides and its records are appended, so that the
 * order of the log is the order of the decisions. Nobody waits under it: records become state when
 * they are durable, and answers go out after it is released.
 */
final class GroupShard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupShard.class);

  /** Groups in memory; whoever would make more is refused. */
  private static final int MOST_GROUPS = 10_000;

  private final GroupJournal journal;
  private final GroupEnvironment environment;
  private final GroupAlarm alarm;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingAnswers answers = new WaitingAnswers();
  private final Map<String, Group> groups = new HashMap<>();

  /** Those of the consumer protocol; no id is in both. */
  private final ConsumerGroups consumers;

  private final CommitRights rights;
  private final GroupCensus census;

  private GroupShard(GroupJournal journal, GroupEnvironment environment, ConsumerTopics topics) {
    this.journal = journal;
    this.environment = environment;
    alarm = new GroupAlarm(environment, this::expire);
    consumers = new ConsumerGroups(journal, environment, topics, alarm, this::run);
    rights = new CommitRights(groups, consumers);
    census = new GroupCensus(journal, groups, consumers, topics);
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
    journal.replay(() -> shard.inTurn(_ -> journal.stored().dated()));
    shard.restore();
    return shard;
  }

  private void restore() {
    run(
        nowMillis -> {
          StoredGroups stored = journal.stored();
          for (String id : stored.groups()) {
            Group group =
                Group.restore(
                    id,
                    stored.group(id).orElseThrow(),
                    environment.limits(),
                    environment.memberIds(),
                    nowMillis);
            groups.put(id, group);
            alarm.noLaterThan(group.nextDeadlineMillis());
          }
          consumers.restore(nowMillis);
        });
  }

  TopicPartition partition() {
    return journal.partition();
  }

  /** Done when all below an offset of the partition is durable. */
  CompletionStage<Void> durable(long endOffset) {
    return journal.durable(endOffset);
  }

  CompletionStage<JoinOutcome> join(String groupId, JoinRequest request) {
    CompletableFuture<JoinOutcome> answer = new CompletableFuture<>();
    inTurn(
        nowMillis -> {
          Optional<GroupError> refusal = refuseClassic(groupId);
          if (refusal.isPresent()) {
            answer.complete(new JoinOutcome.Refused(refusal.get(), request.memberId()));
            return answer;
          }
          Group group = groups.computeIfAbsent(groupId, this::newGroup);
          take(group, group.join(request, answers.awaitJoin(answer), nowMillis));
          return answer;
        });
    return answer;
  }

  /** What speaks against a member of the classic protocol; an empty consumer group gives way. */
  private Optional<GroupError> refuseClassic(String groupId) {
    if (consumers.isBroken(groupId)) {
      return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
    }
    Optional<ConsumerGroup> former = consumers.find(groupId);
    if (former.isPresent() && !former.get().isEmpty()) {
      return Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    }
    if (!groups.containsKey(groupId) && isFull()) {
      return Optional.of(GroupError.GROUP_MAX_SIZE_REACHED);
    }
    former.ifPresent(group -> journal.append(consumers.forget(group)));
    return Optional.empty();
  }

  private boolean isFull() {
    return groups.size() + consumers.size() >= MOST_GROUPS;
  }

  /** A member of the consumer protocol lives, comes or goes; an empty classic group gives way. */
  CompletionStage<ConsumerOutcome> heartbeat(String groupId, ConsumerHeartbeat request) {
    return inTurn(
        nowMillis -> {
          Optional<ConsumerOutcome> refusal = refuseConsumer(groupId, request);
          if (refusal.isPresent()) {
            return CompletableFuture.completedStage(refusal.get());
          }
          List<GroupRecord> upgrade = new ArrayList<>();
          if (groups.remove(groupId) != null || journal.stored().group(groupId).isPresent()) {
            upgrade.add(new GroupStored(groupId, Optional.empty()));
          }
          return consumers.heartbeat(groupId, request, upgrade, nowMillis);
        });
  }

  private Optional<ConsumerOutcome> refuseConsumer(String groupId, ConsumerHeartbeat request) {
    if (consumers.isBroken(groupId)) {
      return refused(GroupError.COORDINATOR_NOT_AVAILABLE, "the group is being restored");
    }
    Group classic = groups.get(groupId);
    if (classic != null && !classic.isIdle()) {
      return refused(
          GroupError.GROUP_ID_NOT_FOUND,
          "group " + groupId + " has members of the classic protocol; they must leave first");
    }
    if (consumers.find(groupId).isEmpty()) {
      if (request.memberEpoch() != ConsumerHeartbeat.JOIN) {
        return refused(GroupError.UNKNOWN_MEMBER_ID, "group " + groupId + " has no members");
      }
      if (isFull()) {
        return refused(GroupError.GROUP_MAX_SIZE_REACHED, "there are too many groups");
      }
    }
    return Optional.empty();
  }

  private static Optional<ConsumerOutcome> refused(GroupError error, String message) {
    return Optional.of(new ConsumerOutcome.Refused(error, message));
  }

  private Group newGroup(String id) {
    return new Group(id, environment.limits(), environment.memberIds());
  }

  CompletionStage<SyncOutcome> sync(String groupId, SyncRequest request) {
    CompletableFuture<SyncOutcome> answer = new CompletableFuture<>();
    inTurn(
        nowMillis -> {
          Group group = groups.get(groupId);
          if (group == null) {
            answer.complete(new SyncOutcome.Refused(GroupError.UNKNOWN_MEMBER_ID));
          } else {
            take(group, group.sync(request, answers.awaitSync(answer), nowMillis));
          }
          return answer;
        });
    return answer;
  }

  Optional<GroupError> heartbeat(String groupId, MemberIdentity member) {
    return inTurn(
        nowMillis ->
            Optional.ofNullable(groups.get(groupId))
                .map(group -> group.heartbeat(member, nowMillis))
                .orElse(Optional.of(GroupError.UNKNOWN_MEMBER_ID)));
  }

  List<Optional<GroupError>> leave(String groupId, List<Group.Leaver> leavers) {
    return inTurn(
        nowMillis -> {
          Group group = groups.get(groupId);
          if (group == null) {
            return leavers.stream().map(_ -> Optional.of(GroupError.UNKNOWN_MEMBER_ID)).toList();
          }
          Group.Departure departure = group.leave(leavers, nowMillis);
          take(group, departure.step());
          return departure.outcomes();
        });
  }

  /** Commits offsets all or none; done when they are durable, with what spoke against it. */
  CompletionStage<Optional<GroupError>> commit(
      String groupId, MemberIdentity member, Map<TopicPartition, StoredOffset> offsets) {
    return inTurn(
        nowMillis -> {
          Optional<GroupError> refusal = rights.refuse(groupId, member, offsets, nowMillis);
          if (refusal.isPresent() || offsets.isEmpty()) {
            return CompletableFuture.completedStage(refusal);
          }
          return journal.append(committed(groupId, offsets));
        });
  }

  /**
   * Commits offsets as a part of a transaction: what comes of them is told by {@link #end}.
   *
   * @param member empty for a writer inside the process, which need not be one
   */
  TransactionalCommit commit(
      String groupId,
      Optional<MemberIdentity> member,
      Map<TopicPartition, StoredOffset> offsets,
      ProducerEpoch producer) {
    return inTurn(
        nowMillis -> {
          Optional<GroupError> refusal =
              member.flatMap(it -> rights.refuseInTransaction(groupId, it, offsets, nowMillis));
          if (refusal.isPresent()) {
            return new TransactionalCommit.Refused(refusal.get());
          }
          return switch (journal.appendTentatively(committed(groupId, offsets), producer)) {
            case Append.Written written -> new TransactionalCommit.Written(written.endOffset());
            case Append.Refused refused -> {
              LOG.warn("offsets of group {} could not be stored: {}", groupId, refused.message());
              yield new TransactionalCommit.Refused(GroupError.COORDINATOR_NOT_AVAILABLE);
            }
          };
        });
  }

  private static List<GroupRecord> committed(
      String groupId, Map<TopicPartition, StoredOffset> offsets) {
    List<GroupRecord> records = new ArrayList<>(offsets.size());
    offsets.forEach(
        (partition, offset) ->
            records.add(new OffsetCommitted(groupId, partition, Optional.of(offset))));
    return records;
  }

  /** Commits offsets for a writer inside the process; done when they are durable. */
  CompletionStage<Optional<GroupError>> commit(
      String groupId, Map<TopicPartition, StoredOffset> offsets) {
    return inTurn(_ -> journal.append(committed(groupId, offsets)));
  }

  /** The outcome of a producer's transaction is durable. */
  void end(long producerId, Marker outcome) {
    journal.end(producerId, outcome);
  }

  /** The partitions for which a group has committed in transactions that are open. */
  Set<TopicPartition> pending(String groupId) {
    return inTurn(_ -> journal.stored().pending(groupId));
  }

  Map<TopicPartition, StoredOffset> offsets(String groupId) {
    return inTurn(_ -> journal.stored().offsets(groupId));
  }

  /** What speaks against reading what the group has committed. */
  Optional<GroupError> refuseFetch(String groupId, MemberIdentity member) {
    return inTurn(_ -> rights.refuseFetch(groupId, member));
  }

  /** The groups there are: with members, or with offsets. */
  List<GroupListing> list() {
    return inTurn(_ -> census.list());
  }

  /** Empty for one of the consumer protocol too. */
  Optional<GroupDescription> describe(String groupId) {
    return inTurn(_ -> census.describe(groupId));
  }

  /** Empty for one of the classic protocol too. */
  Optional<ConsumerGroupDescription> describeConsumers(String groupId) {
    return inTurn(_ -> consumers.find(groupId).map(ConsumerGroup::describe));
  }

  /** Deletes a group without members, with its offsets. */
  CompletionStage<Optional<GroupError>> delete(String groupId) {
    return inTurn(
        nowMillis -> {
          if (census.isInUse(groupId)) {
            return CompletableFuture.completedStage(Optional.of(GroupError.NON_EMPTY_GROUP));
          }
          if (!census.exists(groupId) && census.committed(groupId).isEmpty()) {
            return CompletableFuture.completedStage(Optional.of(GroupError.GROUP_ID_NOT_FOUND));
          }
          List<GroupRecord> records = GroupCensus.tombstones(groupId, census.committed(groupId));
          records.addAll(retire(groupId, nowMillis));
          return journal.append(records);
        });
  }

  /** Ends a group without members. Returns what is to be stored for that. */
  private List<GroupRecord> retire(String groupId, long nowMillis) {
    List<GroupRecord> records = new ArrayList<>();
    consumers.find(groupId).ifPresent(it -> records.addAll(consumers.forget(it)));
    Group group = groups.get(groupId);
    if (group != null) {
      take(group, group.delete(nowMillis));
      groups.remove(groupId);
    }
    records.add(new GroupStored(groupId, Optional.empty()));
    return records;
  }

  /** Drops offsets of topics that no member reads. Done when durable. */
  CompletionStage<OffsetDeletion> deleteOffsets(String groupId, Set<TopicPartition> partitions) {
    return inTurn(
        _ -> {
          if (!census.exists(groupId)) {
            return CompletableFuture.completedStage(
                OffsetDeletion.refused(GroupError.GROUP_ID_NOT_FOUND));
          }
          if (census.isInUse(groupId) && !census.namesTopics(groupId)) {
            return CompletableFuture.completedStage(
                OffsetDeletion.refused(GroupError.NON_EMPTY_GROUP));
          }
          Map<Boolean, Set<TopicPartition>> byUse =
              partitions.stream()
                  .collect(
                      Collectors.partitioningBy(
                          it -> census.reads(groupId, it.topic()), Collectors.toSet()));
          return journal
              .append(GroupCensus.tombstones(groupId, byUse.get(false)))
              .thenApply(failure -> new OffsetDeletion(failure, byUse.get(true)));
        });
  }

  /**
   * Drops what groups have committed and nobody has cared for since a point in time, and groups of
   * which nothing is left then.
   *
   * @param sinceMillis in milliseconds since 1970
   */
  void expireOffsets(OffsetRetention retention, long sinceMillis) {
    run(
        nowMillis -> {
          for (String id : journal.stored().committers()) {
            Set<TopicPartition> expired =
                retention.keeps(id) ? Set.of() : census.expired(id, sinceMillis);
            if (!expired.isEmpty()) {
              List<GroupRecord> records = GroupCensus.tombstones(id, expired);
              if (!census.isInUse(id) && expired.containsAll(census.committed(id))) {
                records.addAll(retire(id, nowMillis));
              }
              journal.append(records);
              LOG.info("offsets of group {} have expired: {}", id, expired);
            }
          }
        });
  }

  /** Drops what any group has committed where that means nothing any more. */
  void forget(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    inTurn(_ -> journal.append(journal.stored().tombstones(meaningless)));
  }

  /** Runs when the earliest time-out of a group may be over. */
  private void expire() {
    run(
        nowMillis -> {
          alarm.rung();
          for (Group group : List.copyOf(groups.values())) {
            if (group.nextDeadlineMillis() <= nowMillis) {
              take(group, group.expire(nowMillis));
            }
            alarm.noLaterThan(group.nextDeadlineMillis());
          }
          consumers.expire(nowMillis);
        });
  }

  /** Does what a group's step asks for. */
  private void take(Group group, Step step) {
    answers.answer(step.answers());
    step.storing().ifPresent(storing -> store(group, storing));
    if (group.isIdle() && !journal.stored().hasOffsets(group.id())) {
      groups.remove(group.id(), group);
    }
    alarm.noLaterThan(group.nextDeadlineMillis());
  }

  private void store(Group group, Step.Storing storing) {
    boolean over =
        storing instanceof Step.Storing.Emptied && !journal.stored().hasOffsets(group.id());
    Optional<GroupMetadata> metadata = over ? Optional.empty() : Optional.of(storing.metadata());
    journal
        .append(List.of(new GroupStored(group.id(), metadata)))
        .whenComplete(
            (failure, bug) ->
                inTurn(
                    nowMillis -> {
                      boolean failed = bug != null || failure.isPresent();
                      take(
                          group,
                          failed
                              ? group.notStored(storing, nowMillis)
                              : group.stored(storing, nowMillis));
                      return Optional.empty();
                    }));
  }

  /** Writes the groups down for the next start. After the last call. */
  @Override
  public void close() {
    journal.close();
  }

  private void run(LongConsumer action) {
    inTurn(
        nowMillis -> {
          action.accept(nowMillis);
          return Optional.empty();
        });
  }

  /** Takes the lock, acts, and sends the answers that are due. */
  private <T> T inTurn(LongFunction<T> action) {
    List<Runnable> due = List.of();
    lock.lock();
    try {
      return action.apply(environment.elapsedMillis().getAsLong());
    } finally {
      if (lock.getHoldCount() == 1) {
        due = answers.takeDue();
      }
      lock.unlock();
      due.forEach(Runnable::run);
    }
  }
}
