package dev.headrace.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a source that exist now.
 *
 * @param partitions in the order in which they are opened, without duplicates
 * @param refresh after which time to plan again; empty when the partitions never change
 */
public record Plan<K extends Record>(List<K> partitions, Optional<Duration> refresh) {

  public Plan {
    partitions = List.copyOf(partitions);
  }

  /** Partitions that never change while the configuration stays the same. */
  public static <K extends Record> Plan<K> fixed(List<K> partitions) {
    return new Plan<>(partitions, Optional.empty());
  }

  /** Partitions to be looked for again after {@code refresh}. */
  public static <K extends Record> Plan<K> refreshing(List<K> partitions, Duration refresh) {
    return new Plan<>(partitions, Optional.of(refresh));
  }
}
