package dev.headrace.log.broker;

import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.Step;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The groups of the classic protocol of one shard. Guarded by its {@link ShardTurns}. */
final class ClassicGroups {

  private final GroupJournal journal;
  private final GroupEnvironment environment;
  private final GroupAlarm alarm;
  private final ShardTurns turns;
  private final Map<String, Group> groups = new HashMap<>();

  ClassicGroups(
      GroupJournal journal, GroupEnvironment environment, GroupAlarm alarm, ShardTurns turns) {
    this.journal = journal;
    this.environment = environment;
    this.alarm = alarm;
    this.turns = turns;
  }

  /** Brings back what the log holds. Members have one session time-out to show up again. */
  void restore(long nowMillis) {
    journal.stored().groups().forEach(id -> restore(id, nowMillis));
  }

  /** Brings back one, if the log holds it. */
  void restore(String id, long nowMillis) {
    journal
        .stored()
        .group(id)
        .map(
            stored ->
                Group.restore(id, stored, environment.limits(), environment.memberIds(), nowMillis))
        .ifPresent(this::adopt);
  }

  /** Keeps a group that was kept elsewhere before. */
  void adopt(Group group) {
    groups.put(group.id(), group);
    alarm.noLaterThan(group.nextDeadlineMillis());
  }

  /** Asks all members to join again. */
  void rebalance(Group group, long nowMillis) {
    take(group, group.rebalance(nowMillis));
  }

  Optional<Group> find(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  Collection<Group> all() {
    return groups.values();
  }

  int size() {
    return groups.size();
  }

  /** Answered when the members of the next generation are known. */
  CompletionStage<JoinOutcome> join(String id, JoinRequest request, long nowMillis) {
    CompletableFuture<JoinOutcome> answer = new CompletableFuture<>();
    Group group = groups.computeIfAbsent(id, this::newGroup);
    take(group, group.join(request, turns.answers().awaitJoin(answer), nowMillis));
    return answer;
  }

  private Group newGroup(String id) {
    return new Group(id, environment.limits(), environment.memberIds());
  }

  /** Answered when the leader has assigned and that is durable. */
  CompletionStage<SyncOutcome> sync(String id, SyncRequest request, long nowMillis) {
    CompletableFuture<SyncOutcome> answer = new CompletableFuture<>();
    Group group = groups.get(id);
    if (group == null) {
      answer.complete(new SyncOutcome.Refused(GroupError.UNKNOWN_MEMBER_ID));
    } else {
      take(group, group.sync(request, turns.answers().awaitSync(answer), nowMillis));
    }
    return answer;
  }

  Optional<GroupError> heartbeat(String id, MemberIdentity member, long nowMillis) {
    return find(id)
        .map(group -> group.heartbeat(member, nowMillis))
        .orElse(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
  }

  List<Optional<GroupError>> leave(String id, List<Group.Leaver> leavers, long nowMillis) {
    Group group = groups.get(id);
    if (group == null) {
      return leavers.stream().map(_ -> Optional.of(GroupError.UNKNOWN_MEMBER_ID)).toList();
    }
    Group.Departure departure = group.leave(leavers, nowMillis);
    take(group, departure.step());
    return departure.outcomes();
  }

  /** Runs when the earliest time-out of a group may be over. */
  void expire(long nowMillis) {
    for (Group group : List.copyOf(groups.values())) {
      if (group.nextDeadlineMillis() <= nowMillis) {
        take(group, group.expire(nowMillis));
      }
      alarm.noLaterThan(group.nextDeadlineMillis());
    }
  }

  /** Takes a group without members out. Returns what is to be stored for that. */
  List<GroupRecord> retire(String id, long nowMillis) {
    end(id, GroupError.UNKNOWN_MEMBER_ID, nowMillis);
    return List.of(new GroupStored(id, Optional.empty()));
  }

  /** Takes a group out, if there is one; whoever waits is told the error. */
  void end(String id, GroupError error, long nowMillis) {
    Group group = groups.remove(id);
    if (group != null) {
      turns.answers().answer(group.end(error, nowMillis).answers());
    }
  }

  /** Does what a group's step asks for. */
  private void take(Group group, Step step) {
    turns.answers().answer(step.answers());
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
                turns.run(
                    nowMillis -> {
                      boolean failed = bug != null || failure.isPresent();
                      take(
                          group,
                          failed
                              ? group.notStored(storing, nowMillis)
                              : group.stored(storing, nowMillis));
                    }));
  }
}
