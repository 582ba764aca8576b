package dev.headrace.log.broker;

import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.group.GroupState;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;
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

  private GroupShard(GroupJournal journal, GroupEnvironment environment) {
    this.journal = journal;
    this.environment = environment;
    alarm = new GroupAlarm(environment, this::expire);
  }

  /**
   * Brings back what the log holds. Members have one session time-out to show up again.
   *
   * @throws IOException when the log cannot be read whole
   */
  static GroupShard open(StateLog log, GroupEnvironment environment) throws IOException {
    GroupJournal journal = new GroupJournal(log, environment.clock());
    GroupShard shard = new GroupShard(journal, environment);
    journal.replay(() -> shard.inTurn(_ -> journal.stored().records()));
    shard.restore();
    return shard;
  }

  private void restore() {
    inTurn(
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
          return groups.size();
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
          if (!groups.containsKey(groupId) && groups.size() >= MOST_GROUPS) {
            answer.complete(
                new JoinOutcome.Refused(GroupError.GROUP_MAX_SIZE_REACHED, request.memberId()));
            return answer;
          }
          Group group = groups.computeIfAbsent(groupId, this::newGroup);
          take(group, group.join(request, answers.awaitJoin(answer), nowMillis));
          return answer;
        });
    return answer;
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
          Optional<GroupError> refusal = refuseCommit(groupId, member, nowMillis);
          if (refusal.isPresent() || offsets.isEmpty()) {
            return CompletableFuture.completedStage(refusal);
          }
          return journal.append(committed(groupId, offsets));
        });
  }

  private Optional<GroupError> refuseCommit(String groupId, MemberIdentity member, long nowMillis) {
    Group group = groups.get(groupId);
    if (group != null) {
      return group.commit(member, nowMillis);
    }
    return member.generation() < 0 ? Optional.empty() : Optional.of(GroupError.ILLEGAL_GENERATION);
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
              member.flatMap(it -> refuseTransactionalCommit(groupId, it, nowMillis));
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

  private Optional<GroupError> refuseTransactionalCommit(
      String groupId, MemberIdentity member, long nowMillis) {
    Group group = groups.get(groupId);
    if (group != null) {
      return group.commitInTransaction(member, nowMillis);
    }
    return member.generation() < 0 ? Optional.empty() : Optional.of(GroupError.ILLEGAL_GENERATION);
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

  /** The groups there are: with members, or with offsets. */
  List<GroupListing> list() {
    return inTurn(
        _ -> {
          Set<String> ids = new TreeSet<>(groups.keySet());
          ids.addAll(journal.stored().committers());
          return ids.stream()
              .map(
                  id ->
                      Optional.ofNullable(groups.get(id))
                          .map(group -> new GroupListing(id, group.protocolType(), group.state()))
                          .orElseGet(() -> new GroupListing(id, "", new GroupState.Empty(0))))
              .toList();
        });
  }

  Optional<GroupDescription> describe(String groupId) {
    return inTurn(
        _ -> {
          Group group = groups.get(groupId);
          if (group != null) {
            return Optional.of(new GroupDescription(group.state(), group.describe()));
          }
          return journal.stored().hasOffsets(groupId)
              ? Optional.of(
                  new GroupDescription(
                      new GroupState.Empty(0),
                      new GroupMetadata("", 0, Optional.empty(), List.of())))
              : Optional.empty();
        });
  }

  /** Deletes a group without members, with its offsets. */
  CompletionStage<Optional<GroupError>> delete(String groupId) {
    return inTurn(
        nowMillis -> {
          Group group = groups.get(groupId);
          if (group != null && !group.isIdle()) {
            return CompletableFuture.completedStage(Optional.of(GroupError.NON_EMPTY_GROUP));
          }
          Set<TopicPartition> committed = new HashSet<>(journal.stored().pending(groupId));
          committed.addAll(journal.stored().offsets(groupId).keySet());
          List<GroupRecord> records = tombstones(groupId, committed);
          if (group == null && records.isEmpty()) {
            return CompletableFuture.completedStage(Optional.of(GroupError.GROUP_ID_NOT_FOUND));
          }
          if (group != null) {
            take(group, group.delete(nowMillis));
            groups.remove(groupId);
          }
          records.add(new GroupStored(groupId, Optional.empty()));
          return journal.append(records);
        });
  }

  /** Drops offsets of a group without members. */
  CompletionStage<Optional<GroupError>> deleteOffsets(
      String groupId, Set<TopicPartition> partitions) {
    return inTurn(
        _ -> {
          Group group = groups.get(groupId);
          if (group == null && !journal.stored().hasOffsets(groupId)) {
            return CompletableFuture.completedStage(Optional.of(GroupError.GROUP_ID_NOT_FOUND));
          }
          if (group != null && !group.isIdle()) {
            return CompletableFuture.completedStage(Optional.of(GroupError.NON_EMPTY_GROUP));
          }
          return journal.append(tombstones(groupId, partitions));
        });
  }

  /** Drops what any group has committed where that means nothing any more. */
  void forget(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    inTurn(_ -> journal.append(journal.stored().tombstones(meaningless)));
  }

  private static List<GroupRecord> tombstones(String groupId, Set<TopicPartition> partitions) {
    List<GroupRecord> records = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      records.add(new OffsetCommitted(groupId, partition, Optional.empty()));
    }
    return records;
  }

  /** Runs when the earliest time-out of a group may be over. */
  private void expire() {
    inTurn(
        nowMillis -> {
          alarm.rung();
          for (Group group : List.copyOf(groups.values())) {
            if (group.nextDeadlineMillis() <= nowMillis) {
              take(group, group.expire(nowMillis));
            }
            alarm.noLaterThan(group.nextDeadlineMillis());
          }
          return Optional.empty();
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
