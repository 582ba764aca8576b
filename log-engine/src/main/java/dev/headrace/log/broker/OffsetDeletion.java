package dev.headrace.log.broker;

import dev.headrace.log.group.GroupError;
import dev.headrace.log.record.TopicPartition;
import java.util.Optional;
import java.util.Set;

/**
 * What became of deleting offsets of a group.
 *
 * @param refusal why none was deleted; empty when it was done
 * @param inUse those that were not deleted, as members read their topics
 */
public record OffsetDeletion(Optional<GroupError> refusal, Set<TopicPartition> inUse) {

  public OffsetDeletion {
    inUse = Set.copyOf(inUse);
  }

  static OffsetDeletion refused(GroupError error) {
    return new OffsetDeletion(Optional.of(error), Set.of());
  }
}
