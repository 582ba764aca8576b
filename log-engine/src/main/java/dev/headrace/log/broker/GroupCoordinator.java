package dev.headrace.log.broker;

import dev.headrace.log.group.ConsumerGroupDescription;
import dev.headrace.log.group.ConsumerHeartbeat;
import dev.headrace.log.group.ConsumerOutcome;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.JoinOutcome;
import dev.headrace.log.group.JoinRequest;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.group.SyncOutcome;
import dev.headrace.log.group.SyncRequest;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.storage.RetentionReaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All groups of this node: those that clients join, and those in whose name writers inside the
 * process commit. Thread-safe; no call waits.
 */
public final class GroupCoordinator implements GroupOffsets, AutoCloseable {

  /** Kafka's {@code offset.metadata.max.bytes}. */
  public static final int MOST_METADATA_BYTES = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(GroupCoordinator.class);

  /** So that every name fits into a record, however many bytes its characters take. */
  private static final int MOST_NAME_LENGTH = 8_191;

  private final OffsetsTopic offsetsTopic;
  private final GroupEnvironment environment;
  private final OffsetRules rules;
  private final TopicPatterns patterns;

  private GroupCoordinator(
      Topics topics,
      OffsetsTopic offsetsTopic,
      TopicPatterns patterns,
      GroupEnvironment environment) {
    this.offsetsTopic = offsetsTopic;
    this.patterns = patterns;
    this.environment = environment;
    this.rules = new OffsetRules(topics, environment.clock());
  }

  /**
   * Brings back all groups. To be called when the transactions of the former process are settled;
   * those of clients may be open.
   *
   * @param partitionCount of the offsets topic when it is made ({@code
   *     offsets.topic.num.partitions})
   * @throws IOException when the offsets topic cannot be read whole
   */
  public static GroupCoordinator open(
      Partitions partitions,
      Topics topics,
      InternalTopics internalTopics,
      int partitionCount,
      GroupEnvironment environment)
      throws IOException {
    GroupTopics readable = new GroupTopics(topics, environment.hiddenTopics());
    OffsetsTopic offsetsTopic =
        new OffsetsTopic(partitions, internalTopics, partitionCount, environment, readable);
    GroupCoordinator coordinator =
        new GroupCoordinator(topics, offsetsTopic, readable.patterns(), environment);
    Optional<Topic> existing = topics.find(InternalTopics.CONSUMER_OFFSETS);
    if (existing.isPresent()) {
      offsetsTopic.open(existing.get());
      coordinator.forget((partition, offset) -> !coordinator.rules.isMeant(partition, offset));
    }
    topics.onDeletion(
        topic ->
            coordinator.forget(
                (partition, offset) ->
                    partition.topic().equals(topic.name()) && offset.isFor(topic.id())));
    coordinator.watchOffsets();
    return coordinator;
  }

  private void watchOffsets() {
    OffsetRetention retention = environment.offsetRetention();
    retention
        .millis()
        .ifPresent(
            millis ->
                environment
                    .timer()
                    .scheduleWithFixedDelay(
                        () -> expireOffsets(retention, environment.clock().millis() - millis),
                        retention.checkIntervalMillis(),
                        retention.checkIntervalMillis(),
                        TimeUnit.MILLISECONDS));
  }

  /** A failure must not end the watch. */
  private void expireOffsets(OffsetRetention retention, long sinceMillis) {
    try {
      offsetsTopic.shards().forEach(shard -> shard.expireOffsets(retention, sinceMillis));
    } catch (RuntimeException e) {
      LOG.error("offsets could not be looked through", e);
    }
  }

  private void forget(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    offsetsTopic.shards().forEach(shard -> shard.forget(meaningless));
  }

  /** Answered when the members of the next generation are known. */
  public CompletionStage<JoinOutcome> join(String group, JoinRequest request) {
    if (!isMembersName(group)) {
      return CompletableFuture.completedStage(
          new JoinOutcome.Refused(GroupError.INVALID_GROUP_ID, request.memberId()));
    }
    return inShard(
        group,
        shard -> shard.join(group, request),
        error -> new JoinOutcome.Refused(error, request.memberId()));
  }

  /** Answered when the leader has assigned and that is durable. */
  public CompletionStage<SyncOutcome> sync(String group, SyncRequest request) {
    return offsetsTopic
        .find(group)
        .map(shard -> shard.sync(group, request))
        .orElseGet(
            () ->
                CompletableFuture.completedStage(
                    new SyncOutcome.Refused(GroupError.UNKNOWN_MEMBER_ID)));
  }

  /** Returns what is wrong; empty when all is well. */
  public Optional<GroupError> heartbeat(String group, MemberIdentity member) {
    return offsetsTopic
        .find(group)
        .map(shard -> shard.heartbeat(group, member))
        .orElse(Optional.of(GroupError.UNKNOWN_MEMBER_ID));
  }

  /** Answered when what follows from a heartbeat of the consumer protocol is durable. */
  public CompletionStage<ConsumerOutcome> heartbeat(String group, ConsumerHeartbeat request) {
    if (!isMembersName(group)) {
      return refused(GroupError.INVALID_GROUP_ID, "no name for a group");
    }
    Optional<String> pattern = request.pattern().filter(it -> !it.isEmpty());
    Optional<String> wrong = pattern.flatMap(TopicPatterns::refuse);
    if (wrong.isPresent()) {
      return refused(GroupError.INVALID_REGULAR_EXPRESSION, wrong.get());
    }
    return inShard(
        group,
        shard ->
            pattern
                .map(patterns::ready)
                .orElse(CompletableFuture.completedStage(null))
                .thenCompose(_ -> shard.heartbeat(group, request)),
        error -> new ConsumerOutcome.Refused(error, "groups cannot be kept now"));
  }

  private static CompletionStage<ConsumerOutcome> refused(GroupError error, String message) {
    return CompletableFuture.completedStage(new ConsumerOutcome.Refused(error, message));
  }

  /** Answers for each in order what was wrong; empty when it has gone. */
  public CompletionStage<List<Optional<GroupError>>> leave(
      String group, List<Group.Leaver> leavers) {
    return offsetsTopic
        .find(group)
        .map(shard -> shard.leave(group, leavers))
        .orElseGet(
            () ->
                CompletableFuture.completedStage(
                    leavers.stream().map(_ -> Optional.of(GroupError.UNKNOWN_MEMBER_ID)).toList()));
  }

  /**
   * Commits offsets for a member, or for somebody who is none while the group has no members. Done
   * when they are durable, with what was wrong about each; empty when it is committed.
   */
  public CompletionStage<Map<TopicPartition, Optional<GroupError>>> commit(
      String group, MemberIdentity member, Map<TopicPartition, CommittedOffset> offsets) {
    Map<TopicPartition, Optional<GroupError>> outcomes = new HashMap<>();
    Map<TopicPartition, CommittedOffset> sound = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          Optional<GroupError> refusal = rules.refuse(partition, offset);
          outcomes.put(partition, refusal);
          if (refusal.isEmpty()) {
            sound.put(partition, offset);
          }
        });
    Map<TopicPartition, StoredOffset> committed = rules.toStored(sound);
    CompletionStage<Optional<GroupError>> stored =
        group.length() > MOST_NAME_LENGTH
            ? CompletableFuture.completedStage(Optional.of(GroupError.INVALID_GROUP_ID))
            : inShard(group, shard -> shard.commit(group, member, committed), Optional::of);
    return stored.thenApply(
        error -> {
          outcomes.replaceAll((_, refusal) -> refusal.isPresent() ? refusal : error);
          return outcomes;
        });
  }

  @Override
  public Map<TopicPartition, CommittedOffset> committed(String group) {
    Map<TopicPartition, CommittedOffset> committed = new HashMap<>();
    offsetsTopic
        .find(group)
        .map(shard -> shard.offsets(group))
        .orElse(Map.of())
        .forEach(
            (partition, offset) -> {
              if (rules.isMeant(partition, offset)) {
                committed.put(
                    partition,
                    new CommittedOffset(offset.offset(), offset.leaderEpoch(), offset.metadata()));
              }
            });
    return committed;
  }

  /** What speaks against a member's reading what its group has committed; empty for nothing. */
  public Optional<GroupError> refuseFetch(String group, MemberIdentity member) {
    return offsetsTopic.find(group).flatMap(shard -> shard.refuseFetch(group, member));
  }

  /**
   * The partitions for which a group has committed in transactions that are open: what it has
   * committed there may change without its doing.
   */
  public Set<TopicPartition> unstable(String group) {
    return offsetsTopic.find(group).map(shard -> shard.pending(group)).orElse(Set.of());
  }

  public TransactionalOffsets transactionalOffsets() {
    return new TransactionalOffsets(offsetsTopic, rules);
  }

  /** Every group there is. */
  public List<GroupListing> list() {
    return offsetsTopic.shards().stream().flatMap(shard -> shard.list().stream()).toList();
  }

  /** How far the groups have committed whose names begin so. */
  public Map<TopicPartition, List<RetentionReaders.Progress>> progress(String prefix) {
    Map<TopicPartition, List<RetentionReaders.Progress>> progress = new HashMap<>();
    for (GroupListing listing : list()) {
      if (listing.id().startsWith(prefix)) {
        committed(listing.id())
            .forEach(
                (partition, offset) ->
                    progress
                        .computeIfAbsent(partition, _ -> new ArrayList<>())
                        .add(
                            new RetentionReaders.Progress(
                                "group " + listing.id(), offset.offset())));
      }
    }
    return progress;
  }

  /** A group of the consumer protocol; empty for any other. */
  public Optional<ConsumerGroupDescription> describeConsumers(String group) {
    return offsetsTopic.find(group).flatMap(shard -> shard.describeConsumers(group));
  }

  /** A group of the classic protocol; empty for any other. */
  public Optional<GroupDescription> describe(String group) {
    return offsetsTopic.find(group).flatMap(shard -> shard.describe(group));
  }

  /** Deletes a group without members and its offsets. Done when durable, with what was wrong. */
  public CompletionStage<Optional<GroupError>> delete(String group) {
    return offsetsTopic
        .find(group)
        .map(shard -> shard.delete(group))
        .orElseGet(GroupCoordinator::noSuchGroup);
  }

  /** Drops offsets of topics that no member of the group reads. Done when durable. */
  public CompletionStage<OffsetDeletion> deleteOffsets(
      String group, Set<TopicPartition> partitions) {
    return offsetsTopic
        .find(group)
        .map(shard -> shard.deleteOffsets(group, partitions))
        .orElseGet(
            () ->
                CompletableFuture.completedStage(
                    OffsetDeletion.refused(GroupError.GROUP_ID_NOT_FOUND)));
  }

  private static CompletionStage<Optional<GroupError>> noSuchGroup() {
    return CompletableFuture.completedStage(Optional.of(GroupError.GROUP_ID_NOT_FOUND));
  }

  private <T> CompletionStage<T> inShard(
      String group,
      Function<GroupShard, CompletionStage<T>> call,
      Function<GroupError, T> refusal) {
    return offsetsTopic
        .ensure(group)
        .thenCompose(call)
        .exceptionally(
            failure -> {
              LOG.warn("group {} cannot be kept: {}", group, failure.getMessage());
              return refusal.apply(GroupError.COORDINATOR_NOT_AVAILABLE);
            });
  }

  private static boolean isMembersName(String group) {
    return !group.isEmpty() && group.length() <= MOST_NAME_LENGTH;
  }

  /** Wakes no group any more, and writes all down; requests that wait are not answered. */
  @Override
  public void close() {
    environment.timer().shutdownNow();
    patterns.close();
    offsetsTopic.shards().forEach(GroupShard::close);
  }
}
