package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.ConsumerStep;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The groups of the consumer protocol of one shard. Guarded by its {@link ShardTurns}.
 *
 * <p>A group counts at once on what it decides. Should that not come to be stored, the group is out
 * of service until all that it decided is settled, and is then restored as the log has it.
 */
final class ConsumerGroups {

  private final GroupJournal journal;
  private final GroupEnvironment environment;
  private final ConsumerTopics topics;
  private final GroupAlarm alarm;
  private final Consumer<LongConsumer> inTurn;
  private final Map<String, ConsumerGroup> groups = new HashMap<>();

  /** How many appends of a group are not settled. */
  private final Map<String, Integer> storing = new HashMap<>();

  private final Set<String> broken = new HashSet<>();

  /**
   * @param inTurn runs something under the lock, with the time as it is then
   */
  ConsumerGroups(
      GroupJournal journal,
      GroupEnvironment environment,
      ConsumerTopics topics,
      GroupAlarm alarm,
      Consumer<LongConsumer> inTurn) {
    this.journal = journal;
    this.environment = environment;
    this.topics = topics;
    this.alarm = alarm;
    this.inTurn = inTurn;
  }

  /** Brings back what the log holds. Members have one session time-out to show up again. */
  void restore(long nowMillis) {
    journal.stored().consumerGroups().forEach(id -> restore(id, nowMillis));
  }

  private void restore(String id, long nowMillis) {
    groups.remove(id);
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
    return broken.contains(id);
  }

  int size() {
    return groups.size();
  }

  /**
   * A member lives, comes or goes. Done when what follows from it is durable.
   *
   * @param upgrade what else is to be stored if this is the first member of the group
   */
  CompletionStage<ConsumerOutcome> heartbeat(
      String id, ConsumerHeartbeat request, List<GroupRecord> upgrade, long nowMillis) {
    boolean isNew = !groups.containsKey(id);
    ConsumerGroup group =
        groups.computeIfAbsent(id, it -> new ConsumerGroup(it, environment.limits(), topics));
    ConsumerStep.Answered answered =
        group.heartbeat(request, environment.consumerTimes().apply(id), nowMillis);
    List<GroupRecord> records = new ArrayList<>();
    if (!answered.step().records().isEmpty()) {
      records.addAll(upgrade);
      records.addAll(answered.step().records());
    } else if (isNew) {
      groups.remove(id);
      return CompletableFuture.completedStage(answered.outcome());
    }
    return store(group, records)
        .thenApply(
            failure ->
                failure
                    .<ConsumerOutcome>map(
                        error -> new ConsumerOutcome.Refused(error, "the group cannot be stored"))
                    .orElse(answered.outcome()));
  }

  /** Runs when the earliest time-out of a group may be over. */
  void expire(long nowMillis) {
    for (ConsumerGroup group : List.copyOf(groups.values())) {
      if (group.nextDeadlineMillis() <= nowMillis) {
        store(group, group.expire(nowMillis).records());
      }
      alarm.noLaterThan(group.nextDeadlineMillis());
    }
  }

  /** Takes a group without members out. Returns what is to be stored for that. */
  List<GroupRecord> forget(ConsumerGroup group) {
    groups.remove(group.id());
    return group.delete();
  }

  private CompletionStage<Optional<GroupError>> store(
      ConsumerGroup group, List<GroupRecord> decided) {
    List<GroupRecord> records = new ArrayList<>(decided);
    if (group.isEmpty() && !journal.stored().hasOffsets(group.id())) {
      boolean isStored = journal.stored().consumerGroup(group.id()).isPresent();
      List<GroupRecord> end = forget(group);
      if (isStored || !decided.isEmpty()) {
        records.addAll(end);
      }
    }
    alarm.noLaterThan(group.nextDeadlineMillis());
    if (records.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    storing.merge(group.id(), 1, Integer::sum);
    CompletionStage<Optional<GroupError>> stored = journal.append(records);
    stored.whenComplete(
        (failure, bug) ->
            inTurn.accept(
                nowMillis -> settle(group.id(), bug != null || failure.isPresent(), nowMillis)));
    return stored;
  }

  private void settle(String id, boolean failed, long nowMillis) {
    if (failed) {
      groups.remove(id);
      broken.add(id);
    }
    boolean isLast =
        storing.merge(id, -1, (count, less) -> count + less == 0 ? null : count + less) == null;
    if (isLast && broken.remove(id)) {
      restore(id, nowMillis);
    }
  }
}
