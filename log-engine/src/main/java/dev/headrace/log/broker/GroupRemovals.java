package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what a shard is not to keep any longer: groups, offsets, what has expired. Guarded by its
 * {@link ShardTurns}.
 */
final class GroupRemovals {

  private static final Logger LOG = LoggerFactory.getLogger(GroupRemovals.class);

  private final GroupJournal journal;
  private final ClassicGroups classics;
  private final ConsumerGroups consumers;
  private final GroupCensus census;

  GroupRemovals(
      GroupJournal journal, ClassicGroups classics, ConsumerGroups consumers, GroupCensus census) {
    this.journal = journal;
    this.classics = classics;
    this.consumers = consumers;
    this.census = census;
  }

  /** Deletes a group without members, with its offsets. Done when durable. */
  CompletionStage<Optional<GroupError>> delete(String id, long nowMillis) {
    if (census.isInUse(id)) {
      return CompletableFuture.completedStage(Optional.of(GroupError.NON_EMPTY_GROUP));
    }
    if (!census.exists(id) && census.committed(id).isEmpty()) {
      return CompletableFuture.completedStage(Optional.of(GroupError.GROUP_ID_NOT_FOUND));
    }
    List<GroupRecord> records = GroupCensus.tombstones(id, census.committed(id));
    records.addAll(retire(id, nowMillis));
    return journal.append(records);
  }

  /** Ends a group without members. Returns what is to be stored for that. */
  private List<GroupRecord> retire(String id, long nowMillis) {
    List<GroupRecord> records = new ArrayList<>();
    consumers.find(id).ifPresent(it -> records.addAll(consumers.forget(it)));
    records.addAll(classics.retire(id, nowMillis));
    return records;
  }

  /** Drops offsets of topics that no member reads. Done when durable. */
  CompletionStage<OffsetDeletion> deleteOffsets(String id, Set<TopicPartition> partitions) {
    if (!census.exists(id)) {
      return CompletableFuture.completedStage(
          OffsetDeletion.refused(GroupError.GROUP_ID_NOT_FOUND));
    }
    if (census.isInUse(id) && !census.namesTopics(id)) {
      return CompletableFuture.completedStage(OffsetDeletion.refused(GroupError.NON_EMPTY_GROUP));
    }
    Map<Boolean, Set<TopicPartition>> byUse =
        partitions.stream()
            .collect(
                Collectors.partitioningBy(it -> census.reads(id, it.topic()), Collectors.toSet()));
    return journal
        .append(GroupCensus.tombstones(id, byUse.get(false)))
        .thenApply(failure -> new OffsetDeletion(failure, byUse.get(true)));
  }

  /**
   * Drops what groups have committed and nobody has cared for since a point in time, and groups of
   * which nothing is left then.
   *
   * @param sinceMillis in milliseconds since 1970
   */
  void expireOffsets(OffsetRetention retention, long sinceMillis, long nowMillis) {
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
  }

  /** Drops what any group has committed where that means nothing any more. */
  void forget(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    journal.append(journal.stored().tombstones(meaningless));
  }
}
