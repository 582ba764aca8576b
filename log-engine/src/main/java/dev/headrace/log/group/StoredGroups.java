package dev.headrace.log.group;

import dev.headrace.log.group.GroupRecord.ConsumerCurrentStored;
import dev.headrace.log.group.GroupRecord.ConsumerEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerMemberStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetEpochStored;
import dev.headrace.log.group.GroupRecord.ConsumerTargetStored;
import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the records of one partition of the offsets topic come to: the only way to change it is a
 * record that is durable, live as at a replay. Offsets in a transaction wait for its outcome. Not
 * thread-safe.
 */
public final class StoredGroups {

  private final Map<String, GroupMetadata> groups = new HashMap<>();
  private final Map<String, Map<TopicPartition, PlacedOffset>> offsets = new HashMap<>();
  private final Map<String, StoredConsumerGroup> consumerGroups = new HashMap<>();
  private final Map<String, Long> noted = new HashMap<>();
  private final PendingOffsets pending = new PendingOffsets();

  /**
   * A record that is durable, and not part of a transaction.
   *
   * @param at where it lies in the log, not before the last one; -1 before all
   */
  public void apply(GroupRecord applied, long at) {
    switch (applied) {
      case OffsetCommitted(String group, TopicPartition partition, Optional<StoredOffset> offset) ->
          offset.ifPresentOrElse(
              present -> take(new OffsetKey(group, partition), new PlacedOffset(present, at)),
              () -> drop(new OffsetKey(group, partition), at));
      case GroupStored(String group, Optional<GroupMetadata> metadata) ->
          metadata.ifPresentOrElse(
              present -> groups.put(group, present),
              () -> {
                groups.remove(group);
                noted.remove(group);
              });
      case ConsumerEpochStored record -> change(record.group(), it -> it.apply(record));
      case ConsumerTargetEpochStored record -> change(record.group(), it -> it.apply(record));
      case ConsumerMemberStored record -> change(record.group(), it -> it.apply(record));
      case ConsumerTargetStored record -> change(record.group(), it -> it.apply(record));
      case ConsumerCurrentStored record -> change(record.group(), it -> it.apply(record));
      case GroupRecord.Foreign _ -> {}
    }
  }

  private void change(String group, Consumer<StoredConsumerGroup> change) {
    StoredConsumerGroup stored = consumerGroups.computeIfAbsent(group, StoredConsumerGroup::new);
    change.accept(stored);
    if (stored.isGone()) {
      consumerGroups.remove(group);
      noted.remove(group);
    }
  }

  /** A group came to its present generation or epoch then, in milliseconds since 1970. */
  public void note(String group, long millis) {
    if (groups.containsKey(group) || consumerGroups.containsKey(group)) {
      noted.put(group, millis);
    }
  }

  /** When a group came to where it is; empty for one that never had members. */
  public OptionalLong notedMillis(String group) {
    Long millis = noted.get(group);
    return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  /**
   * A record of a transaction that is open; only offsets are committed in transactions.
   *
   * @param at where it lies in the log
   */
  public void pend(long producerId, GroupRecord record, long at) {
    if (record instanceof OffsetCommitted(String group, TopicPartition partition, var offset)) {
      offset.ifPresent(
          present ->
              pending.put(
                  producerId, new OffsetKey(group, partition), new PlacedOffset(present, at)));
    }
  }

  /** The transaction of a producer has ended, durably. */
  public void end(long producerId, Marker outcome) {
    pending.end(
        producerId,
        (key, offset) -> {
          if (outcome == Marker.COMMIT) {
            take(key, offset);
          }
        });
  }

  private void take(OffsetKey key, PlacedOffset offset) {
    offsets
        .computeIfAbsent(key.group(), _ -> new HashMap<>())
        .merge(key.partition(), offset, (old, it) -> old.isBehind(it) ? old : it);
  }

  private void drop(OffsetKey key, long at) {
    pending.drop(key, at);
    offsets.computeIfPresent(
        key.group(),
        (_, committed) -> {
          committed.remove(key.partition());
          return committed.isEmpty() ? null : committed;
        });
  }

  public Optional<GroupMetadata> group(String group) {
    return Optional.ofNullable(groups.get(group));
  }

  public Optional<StoredConsumerGroup> consumerGroup(String group) {
    return Optional.ofNullable(consumerGroups.get(group));
  }

  /** What a group has committed. */
  public Map<TopicPartition, StoredOffset> offsets(String group) {
    return offsets.getOrDefault(group, Map.of()).entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  /** Whether a group has committed. */
  public boolean hasOffsets(String group) {
    return offsets.containsKey(group);
  }

  /** The partitions for which a group has committed in transactions that are open. */
  public Set<TopicPartition> pending(String group) {
    return pending.of(group);
  }

  /** The groups of the consumer protocol that have members or had them. */
  public Set<String> consumerGroups() {
    return Set.copyOf(consumerGroups.keySet());
  }

  /** The groups of the classic protocol that have members or had them. */
  public Set<String> groups() {
    return Set.copyOf(groups.keySet());
  }

  /** The groups that have committed. */
  public Set<String> committers() {
    return Set.copyOf(offsets.keySet());
  }

  /** Records that drop offsets, committed or pending, where they mean nothing. */
  public List<GroupRecord> tombstones(BiPredicate<TopicPartition, StoredOffset> meaningless) {
    Set<OffsetKey> keys = new LinkedHashSet<>();
    BiConsumer<OffsetKey, StoredOffset> look =
        (key, offset) -> {
          if (meaningless.test(key.partition(), offset)) {
            keys.add(key);
          }
        };
    offsets.forEach(
        (group, committed) ->
            committed.forEach(
                (partition, placed) ->
                    look.accept(new OffsetKey(group, partition), placed.offset())));
    pending.forEach(look);
    List<GroupRecord> tombstones = new ArrayList<>(keys.size());
    keys.forEach(
        key -> tombstones.add(new OffsetCommitted(key.group(), key.partition(), Optional.empty())));
    return tombstones;
  }

  /** {@link #records}, each with the time that is noted with it. */
  public List<Dated> dated() {
    return records().stream()
        .map(record -> new Dated(record, notedMillis(record.group())))
        .toList();
  }

  /** A record, and when its group came to where it is. */
  public record Dated(GroupRecord record, OptionalLong notedMillis) {}

  /** Records that come to the same, but for what is pending. */
  public List<GroupRecord> records() {
    List<GroupRecord> records = new ArrayList<>();
    groups.forEach((group, metadata) -> records.add(new GroupStored(group, Optional.of(metadata))));
    consumerGroups.values().forEach(group -> records.addAll(group.records()));
    offsets.forEach(
        (group, committed) ->
            committed.forEach(
                (partition, placed) ->
                    records.add(
                        new OffsetCommitted(group, partition, Optional.of(placed.offset())))));
    return records;
  }
}
