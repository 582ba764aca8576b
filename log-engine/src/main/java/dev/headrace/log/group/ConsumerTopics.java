package dev.headrace.log.group;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** The topics that consumer groups may read, as they are now. */
public interface ConsumerTopics {

  /**
   * Rises whenever the other methods may have come to answer otherwise; those answer according to
   * this version or a later one, if they are asked after it.
   */
  long version();

  Optional<UUID> idOf(String topic);

  Optional<String> nameOf(UUID id);

  /** How many partitions a topic has; empty when there is none with this id. */
  OptionalInt partitions(UUID id);

  /** The names that match a pattern; empty as long as they are being looked for. */
  Optional<Set<String>> matching(String pattern);
}
