package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings members to the groups of a shard, whichever protocol they speak: a group without members
 * gives way to one of the other protocol. Guarded by its {@link ShardTurns}.
 */
final class GroupMembers {

  /** Groups in memory; whoever would make more is refused. */
  private static final int MOST_GROUPS = 10_000;

  private final GroupJournal journal;
  private final ClassicGroups classics;
  private final ConsumerGroups consumers;

  GroupMembers(GroupJournal journal, ClassicGroups classics, ConsumerGroups consumers) {
    this.journal = journal;
    this.classics = classics;
    this.consumers = consumers;
  }

  CompletionStage<JoinOutcome> join(String id, JoinRequest request, long nowMillis) {
    Optional<GroupError> refusal = refuseClassic(id);
    return refusal.isPresent()
        ? CompletableFuture.completedStage(
            new JoinOutcome.Refused(refusal.get(), request.memberId()))
        : classics.join(id, request, nowMillis);
  }

  /** What speaks against a member of the classic protocol; an empty consumer group gives way. */
  private Optional<GroupError> refuseClassic(String id) {
    if (consumers.isBroken(id)) {
      return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
    }
    Optional<ConsumerGroup> former = consumers.find(id);
    if (former.isPresent() && !former.get().isEmpty()) {
      return Optional.of(GroupError.INCONSISTENT_GROUP_PROTOCOL);
    }
    if (classics.find(id).isEmpty() && isFull()) {
      return Optional.of(GroupError.GROUP_MAX_SIZE_REACHED);
    }
    former.ifPresent(group -> journal.append(consumers.forget(group)));
    return Optional.empty();
  }

  private boolean isFull() {
    return classics.size() + consumers.size() >= MOST_GROUPS;
  }

  /** A member of the consumer protocol lives, comes or goes; an empty classic group gives way. */
  CompletionStage<ConsumerOutcome> heartbeat(String id, ConsumerHeartbeat request, long nowMillis) {
    Optional<ConsumerOutcome> refusal = refuseConsumer(id, request);
    if (refusal.isPresent()) {
      return CompletableFuture.completedStage(refusal.get());
    }
    List<GroupRecord> upgrade = new ArrayList<>();
    if (classics.find(id).isPresent() || journal.stored().group(id).isPresent()) {
      upgrade.addAll(classics.retire(id, nowMillis));
    }
    return consumers.heartbeat(id, request, upgrade, nowMillis);
  }

  private Optional<ConsumerOutcome> refuseConsumer(String id, ConsumerHeartbeat request) {
    if (consumers.isBroken(id)) {
      return refused(GroupError.COORDINATOR_NOT_AVAILABLE, "the group is being restored");
    }
    Optional<Group> classic = classics.find(id);
    if (classic.isPresent() && !classic.get().isIdle()) {
      return refused(
          GroupError.GROUP_ID_NOT_FOUND,
          "group " + id + " has members of the classic protocol; they must leave first");
    }
    if (consumers.find(id).isEmpty()) {
      if (request.memberEpoch() != ConsumerHeartbeat.JOIN) {
        return refused(GroupError.UNKNOWN_MEMBER_ID, "group " + id + " has no members");
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
}
