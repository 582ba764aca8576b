package dev.headrace.log.group;

import dev.headrace.log.group.GroupRecord.GroupStored;
import dev.headrace.log.group.GroupRecord.OffsetCommitted;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the records of one partition of the offsets topic come to: the only way to change it is a
 * record that is durable, live as at a replay. Not thread-safe.
 */
public final class StoredGroups {

  private final Map<String, GroupMetadata> groups = new HashMap<>();
  private final Map<String, Map<TopicPartition, StoredOffset>> offsets = new HashMap<>();
  private final Map<Long, List<GroupRecord>> undecided = new HashMap<>();

  /** A record that counts. */
  public void apply(GroupRecord record) {
    switch (record) {
      case OffsetCommitted(String group, TopicPartition partition, Optional<StoredOffset> offset) ->
          offset.ifPresentOrElse(
              present ->
                  offsets.computeIfAbsent(group, _ -> new HashMap<>()).put(partition, present),
              () -> drop(group, partition));
      case GroupStored(String group, Optional<GroupMetadata> metadata) ->
          metadata.ifPresentOrElse(
              present -> groups.put(group, present), () -> groups.remove(group));
      case GroupRecord.Foreign _ -> {}
    }
  }

  private void drop(String group, TopicPartition partition) {
    offsets.computeIfPresent(
        group,
        (_, committed) -> {
          committed.remove(partition);
          return committed.isEmpty() ? null : committed;
        });
  }

  /** A record that counts if its transaction is committed. */
  public void hold(long producerId, GroupRecord record) {
    undecided.computeIfAbsent(producerId, _ -> new ArrayList<>()).add(record);
  }

  /** The outcome of a producer's transaction: its records count from now on. */
  public void commit(long producerId) {
    List<GroupRecord> records = undecided.remove(producerId);
    if (records != null) {
      records.forEach(this::apply);
    }
  }

  /** The outcome of a producer's transaction: its records never were. */
  public void abort(long producerId) {
    undecided.remove(producerId);
  }

  /** Whether a transaction without an outcome has an offset for the partition. */
  public boolean isUndecided(String group, TopicPartition partition) {
    return undecided.values().stream()
        .flatMap(List::stream)
        .anyMatch(
            record ->
                record instanceof OffsetCommitted committed
                    && committed.group().equals(group)
                    && committed.partition().equals(partition));
  }

  public Optional<GroupMetadata> group(String group) {
    return Optional.ofNullable(groups.get(group));
  }

  /** What a group has committed; a view that changes. */
  public Map<TopicPartition, StoredOffset> offsets(String group) {
    return offsets.getOrDefault(group, Map.of());
  }

  /** The groups that have members or had them. */
  public Set<String> groups() {
    return Set.copyOf(groups.keySet());
  }

  /** The groups that have committed. */
  public Set<String> committers() {
    return Set.copyOf(offsets.keySet());
  }

  /** Calls back for every offset of every group. */
  public void forEachOffset(BiConsumer<String, TopicPartition> visitor) {
    offsets.forEach(
        (group, committed) ->
            committed.keySet().forEach(partition -> visitor.accept(group, partition)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredGroups that
        && groups.equals(that.groups)
        && offsets.equals(that.offsets)
        && undecided.equals(that.undecided);
  }

  @Override
  public int hashCode() {
    return 31 * groups.hashCode() + offsets.hashCode();
  }
}
