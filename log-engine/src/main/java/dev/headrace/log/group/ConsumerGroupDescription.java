package dev.headrace.log.group;

import dev.headrace.log.group.assignor.Assignor;
import dev.headrace.log.record.TopicIdPartition;
import java.util.List;
import java.util.Set;

/**
 * A consumer group with its members.
 *
 * @param epoch of the group and of its target
 */
public record ConsumerGroupDescription(
    ConsumerGroupState state, int epoch, Assignor assignor, List<Described> members) {

  public ConsumerGroupDescription {
    members = List.copyOf(members);
  }

  /**
   * A member.
   *
   * @param current what it may read now
   * @param target what it is to come to
   */
  public record Described(
      String memberId,
      ConsumerMember member,
      CurrentAssignment current,
      Set<TopicIdPartition> target) {}
}
