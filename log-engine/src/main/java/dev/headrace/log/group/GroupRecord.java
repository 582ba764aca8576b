package dev.headrace.log.group;

import dev.headrace.log.record.TopicIdPartition;
import dev.headrace.log.record.TopicPartition;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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

  /**
   * The epoch of a group of the consumer protocol.
   *
   * @param epoch empty when the group is deleted
   */
  record ConsumerEpochStored(String group, OptionalInt epoch) implements GroupRecord {}

  /**
   * The epoch to which the targets of the members belong.
   *
   * @param epoch empty when the group is deleted
   */
  record ConsumerTargetEpochStored(String group, OptionalInt epoch) implements GroupRecord {}

  /**
   * Who a member is and what it subscribes to.
   *
   * @param member empty when it has gone
   */
  record ConsumerMemberStored(String group, String memberId, Optional<ConsumerMember> member)
      implements GroupRecord {}

  /**
   * What a member is to come to.
   *
   * @param target empty when the member has gone
   */
  record ConsumerTargetStored(String group, String memberId, Optional<Set<TopicIdPartition>> target)
      implements GroupRecord {}

  /**
   * What a member may read.
   *
   * @param current empty when it has gone
   */
  record ConsumerCurrentStored(String group, String memberId, Optional<CurrentAssignment> current)
      implements GroupRecord {}

  /** One of the kinds that other versions of Kafka write; means nothing here. */
  record Foreign(short kind) implements GroupRecord {
    @Override
    public String group() {
      return "";
    }
  }
}
