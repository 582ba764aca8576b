package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.ConsumerStep;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.Downgrade;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The groups of the consumer protocol of one shard. Guarded by its {@link ShardTurns}. A group
 * counts at once on what it decides ({@link EagerStorage}).
 */
final class ConsumerGroups {

  private final GroupJournal journal;
  private final GroupEnvironment environment;
  private final ConsumerTopics topics;
  private final GroupAlarm alarm;
  private final EagerStorage storage;
  private final ClassicGroups classics;
  private final Map<String, ConsumerGroup> groups = new HashMap<>();

  /**
   * @param classics take the groups over that leave the consumer protocol
   */
  ConsumerGroups(
      GroupJournal journal,
      GroupEnvironment environment,
      ConsumerTopics topics,
      GroupAlarm alarm,
      ShardTurns turns,
      ClassicGroups classics) {
    this.journal = journal;
    this.environment = environment;
    this.topics = topics;
    this.alarm = alarm;
    this.classics = classics;
    storage = new EagerStorage(journal, turns, new AsTheLogHasThem());
  }

  private final class AsTheLogHasThem implements EagerStorage.Keeper {

    @Override
    public void discard(String id, long nowMillis) {
      groups.remove(id);
      classics.end(id, GroupError.COORDINATOR_NOT_AVAILABLE, nowMillis);
    }

    @Override
    public void restore(String id, long nowMillis) {
      ConsumerGroups.this.restore(id, nowMillis);
      classics.restore(id, nowMillis);
    }
  }

  /** Brings back what the log holds. Members have one session time-out to show up again. */
  void restore(long nowMillis) {
    journal.stored().consumerGroups().forEach(id -> restore(id, nowMillis));
  }

  private void restore(String id, long nowMillis) {
    journal
        .stored()
        .consumerGroup(id)
        .map(
            stored ->
                ConsumerGroup.restore(
                    id,
                    stored,
                    environment.limits(),
                    topics,
                    environment.consumerTimes().apply(id),
                    nowMillis))
        .ifPresent(
            group -> {
              groups.put(id, group);
              alarm.noLaterThan(group.nextDeadlineMillis());
            });
  }

  Optional<ConsumerGroup> find(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  Collection<ConsumerGroup> all() {
    return groups.values();
  }

  /** Whether the group cannot be asked now. */
  boolean isBroken(String id) {
    return storage.isBroken(id);
  }

  int size() {
    return groups.size();
  }

  /** A group that a first member may found. */
  ConsumerGroup newGroup(String id) {
    return new ConsumerGroup(id, environment.limits(), topics);
  }

  /** A member lives, comes or goes. Done when what follows from it is durable. */
  CompletionStage<ConsumerOutcome> heartbeat(
      ConsumerGroup group, ConsumerHeartbeat request, long nowMillis) {
    ConsumerStep.Answered answered = ask(group, request, nowMillis);
    return answer(group, answered, answered.step().records(), nowMillis);
  }

  /**
   * The first member of the consumer protocol comes.
   *
   * @param group which is not among the others yet, and is not if it refuses the member
   * @param makeRoom returns what is to be stored before
   */
  CompletionStage<ConsumerOutcome> found(
      ConsumerGroup group, ConsumerHeartbeat request, Preparation makeRoom, long nowMillis) {
    ConsumerStep.Answered answered = ask(group, request, nowMillis);
    if (answered.outcome() instanceof ConsumerOutcome.Refused) {
      return CompletableFuture.completedStage(answered.outcome());
    }
    List<GroupRecord> records = new ArrayList<>(makeRoom.prepare());
    records.addAll(answered.step().records());
    groups.put(group.id(), group);
    return answer(group, answered, records, nowMillis);
  }

  /** What is done when a group takes the place of another one. */
  interface Preparation {
    List<GroupRecord> prepare();
  }

  private ConsumerStep.Answered ask(
      ConsumerGroup group, ConsumerHeartbeat request, long nowMillis) {
    return group.heartbeat(request, environment.consumerTimes().apply(group.id()), nowMillis);
  }

  private CompletionStage<ConsumerOutcome> answer(
      ConsumerGroup group,
      ConsumerStep.Answered answered,
      List<GroupRecord> records,
      long nowMillis) {
    return store(group, records, Members.REJOIN, nowMillis)
        .thenApply(
            failure ->
                failure
                    .<ConsumerOutcome>map(
                        error -> new ConsumerOutcome.Refused(error, "the group cannot be stored"))
                    .orElse(answered.outcome()));
  }

  /** A member of the classic protocol joins. Done when what follows from it is durable. */
  CompletionStage<JoinOutcome> join(ConsumerGroup group, JoinRequest request, long nowMillis) {
    String newId =
        environment.memberIds().apply(request.instanceId().orElse(request.client().id()));
    ConsumerStep.Joined joined = group.join(request, newId, nowMillis);
    return store(group, joined.step().records(), Members.STAY, nowMillis)
        .thenApply(
            failure ->
                failure
                    .<JoinOutcome>map(error -> new JoinOutcome.Refused(error, request.memberId()))
                    .orElse(joined.outcome()));
  }

  /** Members go by the classic protocol. Done when what follows from it is durable. */
  CompletionStage<List<Optional<GroupError>>> leave(
      ConsumerGroup group, List<Group.Leaver> leavers, long nowMillis) {
    ConsumerStep.Departure departure = group.leave(leavers);
    return store(group, departure.step().records(), Members.REJOIN, nowMillis)
        .thenApply(
            failure ->
                departure.outcomes().stream()
                    .map(outcome -> outcome.isPresent() ? outcome : failure)
                    .toList());
  }

  /** Runs when the earliest time-out of a group may be over. */
  void expire(long nowMillis) {
    for (ConsumerGroup group : List.copyOf(groups.values())) {
      if (group.nextDeadlineMillis() <= nowMillis) {
        store(group, group.expire(nowMillis).records(), Members.REJOIN, nowMillis);
      }
      alarm.noLaterThan(group.nextDeadlineMillis());
    }
  }

  /** Takes a group without members out. Returns what is to be stored for that. */
  List<GroupRecord> forget(ConsumerGroup group) {
    groups.remove(group.id());
    return group.delete();
  }

  /** What the members do when their group goes over to the classic protocol. */
  private enum Members {
    /** They have what they are to have: one has only taken the place of another. */
    STAY,
    /** Somebody has gone, whose share is to be shared out. */
    REJOIN
  }

  private CompletionStage<Optional<GroupError>> store(
      ConsumerGroup group, List<GroupRecord> decided, Members members, long nowMillis) {
    List<GroupRecord> records = new ArrayList<>(decided);
    if (group.isToDowngrade() && !decided.isEmpty()) {
      records.addAll(downgrade(group, members, nowMillis));
    } else if (group.isEmpty() && !journal.stored().hasOffsets(group.id())) {
      boolean isStored = journal.stored().consumerGroup(group.id()).isPresent();
      List<GroupRecord> end = forget(group);
      if (isStored || !decided.isEmpty()) {
        records.addAll(end);
      }
    }
    alarm.noLaterThan(group.nextDeadlineMillis());
    return storage.store(group.id(), records);
  }

  private List<GroupRecord> downgrade(ConsumerGroup group, Members members, long nowMillis) {
    groups.remove(group.id());
    Downgrade downgrade = group.downgrade(environment.memberIds(), nowMillis);
    classics.adopt(downgrade.group());
    return switch (members) {
      case STAY -> downgrade.records();
      case REJOIN -> {
        List<GroupRecord> records = downgrade.recordsForRejoining();
        classics.rebalance(downgrade.group(), nowMillis);
        yield records;
      }
    };
  }
}
