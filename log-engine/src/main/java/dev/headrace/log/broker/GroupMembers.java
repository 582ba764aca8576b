package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import dev.headrace.log.group.Upgrade;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings members to the groups of a shard, whichever protocol either speaks: a group without
 * members gives way to one of the other protocol, and one with members goes over to the consumer
 * protocol when the first one joins that speaks it (KIP-848). Guarded by its {@link ShardTurns}.
 */
final class GroupMembers {

  /** Groups in memory; whoever would make more is refused. */
  private static final int MOST_GROUPS = 10_000;

  private final GroupJournal journal;
  private final ClassicGroups classics;
  private final ConsumerGroups consumers;
  private final ConsumerTopics topics;

  GroupMembers(
      GroupJournal journal,
      ClassicGroups classics,
      ConsumerGroups consumers,
      ConsumerTopics topics) {
    this.journal = journal;
    this.classics = classics;
    this.consumers = consumers;
    this.topics = topics;
  }

  CompletionStage<JoinOutcome> join(String id, JoinRequest request, long nowMillis) {
    if (consumers.isBroken(id)) {
      return refused(GroupError.COORDINATOR_NOT_AVAILABLE, request);
    }
    Optional<ConsumerGroup> consumer = consumers.find(id);
    if (consumer.isPresent() && !consumer.get().isEmpty()) {
      return consumers.join(consumer.get(), request, nowMillis);
    }
    if (classics.find(id).isEmpty() && isFull()) {
      return refused(GroupError.GROUP_MAX_SIZE_REACHED, request);
    }
    consumer.ifPresent(group -> journal.append(consumers.forget(group)));
    return classics.join(id, request, nowMillis);
  }

  private static CompletionStage<JoinOutcome> refused(GroupError error, JoinRequest request) {
    return CompletableFuture.completedStage(new JoinOutcome.Refused(error, request.memberId()));
  }

  private boolean isFull() {
    return classics.size() + consumers.size() >= MOST_GROUPS;
  }

  CompletionStage<SyncOutcome> sync(String id, SyncRequest request, long nowMillis) {
    if (consumers.isBroken(id)) {
      return CompletableFuture.completedStage(
          new SyncOutcome.Refused(GroupError.COORDINATOR_NOT_AVAILABLE));
    }
    return consumers
        .find(id)
        .<CompletionStage<SyncOutcome>>map(
            group -> CompletableFuture.completedStage(group.sync(request, nowMillis)))
        .orElseGet(() -> classics.sync(id, request, nowMillis));
  }

  /** Returns what is wrong; empty when all is well. */
  Optional<GroupError> heartbeat(String id, MemberIdentity member, long nowMillis) {
    if (consumers.isBroken(id)) {
      return Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE);
    }
    return consumers
        .find(id)
        .map(group -> group.heartbeat(member, nowMillis))
        .orElseGet(() -> classics.heartbeat(id, member, nowMillis));
  }

  /** Returns for each in order what was wrong; empty when it has gone. */
  CompletionStage<List<Optional<GroupError>>> leave(
      String id, List<Group.Leaver> leavers, long nowMillis) {
    if (consumers.isBroken(id)) {
      return CompletableFuture.completedStage(
          leavers.stream().map(_ -> Optional.of(GroupError.COORDINATOR_NOT_AVAILABLE)).toList());
    }
    return consumers
        .find(id)
        .map(group -> consumers.leave(group, leavers, nowMillis))
        .orElseGet(() -> CompletableFuture.completedStage(classics.leave(id, leavers, nowMillis)));
  }

  /** A member of the consumer protocol lives, comes or goes. */
  CompletionStage<ConsumerOutcome> heartbeat(String id, ConsumerHeartbeat request, long nowMillis) {
    if (consumers.isBroken(id)) {
      return refused(GroupError.COORDINATOR_NOT_AVAILABLE, "the group is being restored");
    }
    Optional<ConsumerGroup> consumer = consumers.find(id);
    if (consumer.isPresent()) {
      return consumers.heartbeat(consumer.get(), request, nowMillis);
    }
    Optional<Group> classic = classics.find(id);
    boolean isInUse = classic.isPresent() && classic.get().hasMembers();
    if (request.memberEpoch() != ConsumerHeartbeat.JOIN) {
      return isInUse
          ? refused(GroupError.GROUP_ID_NOT_FOUND, "group " + id + " is no consumer group")
          : refused(GroupError.UNKNOWN_MEMBER_ID, "group " + id + " has no members");
    }
    if (isInUse) {
      return upgrade(classic.get(), request, nowMillis);
    }
    if (classic.isEmpty() && isFull()) {
      return refused(GroupError.GROUP_MAX_SIZE_REACHED, "there are too many groups");
    }
    return consumers.found(
        consumers.newGroup(id), request, () -> makeRoom(id, nowMillis), nowMillis);
  }

  /** A classic group without members gives way; who was given an id joins the new one with it. */
  private List<GroupRecord> makeRoom(String id, long nowMillis) {
    return classics.find(id).isPresent() || journal.stored().group(id).isPresent()
        ? classics.retire(id, nowMillis)
        : List.of();
  }

  private CompletionStage<ConsumerOutcome> upgrade(
      Group classic, ConsumerHeartbeat request, long nowMillis) {
    return switch (classic.upgrade(topics, nowMillis)) {
      case Upgrade.Refused(String why) ->
          refused(
              GroupError.GROUP_ID_NOT_FOUND,
              "group " + classic.id() + " has members of the classic protocol, and stays: " + why);
      case Upgrade.Ready(ConsumerGroup group, List<GroupRecord> records) ->
          consumers.found(
              group,
              request,
              () -> {
                classics.end(classic.id(), GroupError.REBALANCE_IN_PROGRESS, nowMillis);
                return records;
              },
              nowMillis);
    };
  }

  private static CompletionStage<ConsumerOutcome> refused(GroupError error, String message) {
    return CompletableFuture.completedStage(new ConsumerOutcome.Refused(error, message));
  }
}
