package dev.headrace.log.broker;

import java.util.Optional;

/**
 * How long offsets are kept of groups without members, and of topics that no member reads
 * (KIP-211); the names in brackets are Kafka's.
 *
 * @param millis since the last member has gone, or the offset was committed, whichever is later
 *     ({@code offsets.retention.minutes}); empty for ever
 * @param checkIntervalMillis how often they are looked through ({@code
 *     offsets.retention.check.interval.ms})
 * @param keptGroups what the names of groups begin with that have no members by their nature, and
 *     whose offsets are kept in any case; empty for none
 */
public record OffsetRetention(
    Optional<Long> millis, long checkIntervalMillis, Optional<String> keptGroups) {

  /**
   * Kafka's, but for one: offsets are kept for ever (Kafka: a week), so that a reader that was away
   * for a month goes on where it was.
   */
  public static final OffsetRetention DEFAULTS =
      new OffsetRetention(Optional.empty(), 600_000, Optional.empty());

  public OffsetRetention {
    if (checkIntervalMillis < 1 || millis.filter(it -> it < 0).isPresent()) {
      throw new IllegalArgumentException(
          "offsets cannot be kept for " + millis + " ms, checked each " + checkIntervalMillis);
    }
  }

  boolean keeps(String group) {
    return keptGroups.filter(group::startsWith).isPresent();
  }
}
