package dev.headrace.log.group;

import dev.headrace.log.record.TopicPartition;
import java.util.Optional;

/** What the offsets topic holds about a group; each record replaces the former one of its key. */
public sealed interface GroupRecord {

  String group();

  /**
   * What the group has committed for a partition.
   *
   * @param offset empty when it is dropped
   */
  record OffsetCommitted(String group, TopicPartition partition, Optional<StoredOffset> offset)
      implements GroupRecord {}

  /**
   * Who is in the group.
   *
   * @param metadata empty when the group is deleted
   */
  record GroupStored(String group, Optional<GroupMetadata> metadata) implements GroupRecord {}

  /** One of the kinds that other versions of Kafka write; means nothing here. */
  record Foreign(short kind) implements GroupRecord {
    @Override
    public String group() {
      return "";
    }
  }
}
