package dev.headrace.log.group;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * An offset that a group committed, as the log holds it.
 *
 * @param offset of the next record to read
 * @param leaderEpoch of the last record read, where the group knows it
 * @param metadata the group's own text; empty for none
 * @param committedMillis since 1970
 * @param topicId of the topic that was read: the offset means nothing for another one of its name;
 *     empty where older versions of the format did not say
 */
public record StoredOffset(
    long offset,
    OptionalInt leaderEpoch,
    String metadata,
    long committedMillis,
    Optional<UUID> topicId) {

  /** Whether the offset is one of this topic, as far as it can be told. */
  public boolean isFor(UUID id) {
    return topicId.isEmpty() || topicId.get().equals(id);
  }
}
