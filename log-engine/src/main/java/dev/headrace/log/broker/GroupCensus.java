package dev.headrace.log.broker;

import dev.headrace.log.broker.GroupListing.Standing;
import dev.headrace.log.group.ConsumerGroup;
import dev.headrace.log.group.ConsumerTopics;
import dev.headrace.log.group.Group;
import dev.headrace.log.group.GroupMetadata;
import dev.headrace.log.group.GroupRecord;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.group.GroupState;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which groups there are in a shard: with members of either protocol, or only with offsets. Guarded
 * by its {@link ShardTurns}.
 */
final class GroupCensus {

  private static final String CONSUMER = "consumer";

  private final GroupJournal journal;
  private final ClassicGroups classics;
  private final ConsumerGroups consumers;
  private final ConsumerTopics topics;

  GroupCensus(
      GroupJournal journal,
      ClassicGroups classics,
      ConsumerGroups consumers,
      ConsumerTopics topics) {
    this.journal = journal;
    this.classics = classics;
    this.consumers = consumers;
    this.topics = topics;
  }

  List<GroupListing> list() {
    Set<String> ids = new TreeSet<>();
    classics.all().forEach(group -> ids.add(group.id()));
    consumers.all().forEach(group -> ids.add(group.id()));
    ids.addAll(journal.stored().committers());
    return ids.stream().map(this::listing).toList();
  }

  private GroupListing listing(String id) {
    Optional<ConsumerGroup> consumer = consumers.find(id);
    if (consumer.isPresent()) {
      return new GroupListing(id, CONSUMER, new Standing.Consumer(consumer.get().state()));
    }
    return classics
        .find(id)
        .map(it -> new GroupListing(id, it.protocolType(), new Standing.Classic(it.state())))
        .orElseGet(() -> new GroupListing(id, "", new Standing.Classic(new GroupState.Empty(0))));
  }

  /** A group of the classic protocol, or one that only committed. */
  Optional<GroupDescription> describe(String id) {
    Optional<Group> group = classics.find(id);
    if (group.isPresent()) {
      return group.map(it -> new GroupDescription(it.state(), it.describe()));
    }
    return journal.stored().hasOffsets(id) && consumers.find(id).isEmpty()
        ? Optional.of(
            new GroupDescription(
                new GroupState.Empty(0), new GroupMetadata("", 0, Optional.empty(), List.of())))
        : Optional.empty();
  }

  boolean exists(String id) {
    return classics.find(id).isPresent()
        || consumers.find(id).isPresent()
        || journal.stored().hasOffsets(id);
  }

  /** Whether it has members, or cannot be asked now. */
  boolean isInUse(String id) {
    return classics.find(id).filter(it -> !it.isIdle()).isPresent()
        || consumers.isBroken(id)
        || consumers.find(id).filter(it -> !it.isEmpty()).isPresent();
  }

  /** Whether what its members read can be told topic by topic. */
  boolean namesTopics(String id) {
    return !consumers.isBroken(id)
        && classics.find(id).map(it -> it.protocolType().equals(CONSUMER)).orElse(true);
  }

  /** Whether a member reads the topic, as far as can be told. */
  boolean reads(String id, String topic) {
    return classics.find(id).filter(it -> it.reads(topic)).isPresent()
        || consumers
            .find(id)
            .filter(it -> topics.idOf(topic).filter(it::reads).isPresent())
            .isPresent();
  }

  /** Everything that a group has committed, in open transactions too. */
  Set<TopicPartition> committed(String id) {
    Set<TopicPartition> committed = new HashSet<>(journal.stored().pending(id));
    committed.addAll(journal.stored().offsets(id).keySet());
    return committed;
  }

  /**
   * What a group has committed and nobody has cared for since: its members do not read the topic,
   * or there are none since then either. Not what an open transaction may commit anew.
   *
   * @param sinceMillis in milliseconds since 1970
   */
  Set<TopicPartition> expired(String id, long sinceMillis) {
    boolean isInUse = isInUse(id);
    if (isInUse && !namesTopics(id)) {
      return Set.of();
    }
    long cameMillis = isInUse ? 0 : journal.stored().notedMillis(id).orElse(0);
    Set<TopicPartition> expired = new HashSet<>();
    journal
        .stored()
        .offsets(id)
        .forEach(
            (partition, offset) -> {
              if (Math.max(offset.committedMillis(), cameMillis) <= sinceMillis
                  && !reads(id, partition.topic())) {
                expired.add(partition);
              }
            });
    expired.removeAll(journal.stored().pending(id));
    return expired;
  }

  static List<GroupRecord> tombstones(String id, Collection<TopicPartition> partitions) {
    List<GroupRecord> records = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      records.add(new OffsetCommitted(id, partition, Optional.empty()));
    }
    return records;
  }
}
