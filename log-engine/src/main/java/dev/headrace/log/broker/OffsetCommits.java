package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.group.MemberIdentity;
import dev.headrace.log.group.StoredOffset;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.transaction.ProducerEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what the groups of a shard commit. Guarded by its {@link ShardTurns}. */
final class OffsetCommits {

  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

  private final GroupJournal journal;
  private final CommitRights rights;

  OffsetCommits(GroupJournal journal, CommitRights rights) {
    this.journal = journal;
    this.rights = rights;
  }

  /** Commits offsets all or none; done when they are durable, with what spoke against it. */
  CompletionStage<Optional<GroupError>> commit(
      String group,
      MemberIdentity member,
      Map<TopicPartition, StoredOffset> offsets,
      long nowMillis) {
    Optional<GroupError> refusal = rights.refuse(group, member, offsets, nowMillis);
    return refusal.isPresent() || offsets.isEmpty()
        ? CompletableFuture.completedStage(refusal)
        : commit(group, offsets);
  }

  /** Commits offsets for a writer inside the process; done when they are durable. */
  CompletionStage<Optional<GroupError>> commit(
      String group, Map<TopicPartition, StoredOffset> offsets) {
    return journal.append(committed(group, offsets));
  }

  /**
   * Commits offsets as a part of a transaction.
   *
   * @param member empty for a writer inside the process, which need not be one
   */
  TransactionalCommit commit(
      String group,
      Optional<MemberIdentity> member,
      Map<TopicPartition, StoredOffset> offsets,
      ProducerEpoch producer,
      long nowMillis) {
    Optional<GroupError> refusal =
        member.flatMap(it -> rights.refuseInTransaction(group, it, offsets, nowMillis));
    if (refusal.isPresent()) {
      return new TransactionalCommit.Refused(refusal.get());
    }
    return switch (journal.appendTentatively(committed(group, offsets), producer)) {
      case Append.Written written -> new TransactionalCommit.Written(written.endOffset());
      case Append.Refused refused -> {
        LOG.warn("offsets of group {} could not be stored: {}", group, refused.message());
        yield new TransactionalCommit.Refused(GroupError.COORDINATOR_NOT_AVAILABLE);
      }
    };
  }

  private static List<GroupRecord> committed(
      String group, Map<TopicPartition, StoredOffset> offsets) {
    List<GroupRecord> records = new ArrayList<>(offsets.size());
    offsets.forEach(
        (partition, offset) ->
            records.add(new OffsetCommitted(group, partition, Optional.of(offset))));
    return records;
  }
}
