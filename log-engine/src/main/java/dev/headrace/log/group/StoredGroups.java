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

/**
 * What the records of one partition of the offsets topic come to: the only way to change it is a
 * record that is durable, live as at a replay. Not thread-safe.
 */
public final class StoredGroups {

  private final Map<String, GroupMetadata> groups = new HashMap<>();
  private final Map<String, Map<TopicPartition, StoredOffset>> offsets = new HashMap<>();

  /** A record that is durable and, where it is part of a transaction, committed. */
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

  /** Records that come to the same. */
  public List<GroupRecord> records() {
    List<GroupRecord> records = new ArrayList<>();
    groups.forEach((group, metadata) -> records.add(new GroupStored(group, Optional.of(metadata))));
    offsets.forEach(
        (group, committed) ->
            committed.forEach(
                (partition, offset) ->
                    records.add(new OffsetCommitted(group, partition, Optional.of(offset)))));
    return records;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredGroups that
        && groups.equals(that.groups)
        && offsets.equals(that.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * groups.hashCode() + offsets.hashCode();
  }
}
