package dev.headrace.log;

import dev.headrace.log.broker.OffsetRetention;
import dev.headrace.log.storage.CleaningSettings;
import dev.headrace.log.storage.Cleanup;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the log keeps what is in it; the names in brackets are Kafka's.
 *
 * @param rollMillis when a partition starts a new segment at the latest ({@code log.roll.ms}); only
 *     closed segments are compacted
 * @param cleanup how data goes of topics that do not say otherwise ({@code log.retention.ms},
 *     {@code log.retention.bytes}, {@code log.cleanup.policy}, {@code
 *     log.cleaner.delete.retention.ms} and so on)
 * @param cleaning when and how fast it goes
 * @param watchedGroups what the names of groups begin with before whose committed offsets retention
 *     warns or waits; {@code ""} for all groups, empty for none
 * @param offsets when what groups have committed goes
 */
public record LogKeeping(
    long rollMillis,
    Cleanup cleanup,
    CleaningSettings cleaning,
    Optional<String> watchedGroups,
    OffsetRetention offsets) {

  public LogKeeping {
    if (rollMillis < 1) {
      throw new IllegalArgumentException("log.roll.ms is " + rollMillis + ", at least 1 is needed");
    }
  }

  /** Kafka's defaults: what is a week old is deleted, whoever has read it. */
  public static LogKeeping defaults() {
    return new LogKeeping(
        Duration.ofDays(7).toMillis(),
        Cleanup.DEFAULTS,
        CleaningSettings.defaults(),
        Optional.empty(),
        OffsetRetention.DEFAULTS);
  }

  public LogKeeping withCleaning(CleaningSettings settings) {
    return new LogKeeping(rollMillis, cleanup, settings, watchedGroups, offsets);
  }

  public LogKeeping withCleanup(Cleanup settings) {
    return new LogKeeping(rollMillis, settings, cleaning, watchedGroups, offsets);
  }

  public LogKeeping withWatchedGroups(String prefix) {
    return new LogKeeping(rollMillis, cleanup, cleaning, Optional.of(prefix), offsets);
  }

  public LogKeeping withOffsets(OffsetRetention settings) {
    return new LogKeeping(rollMillis, cleanup, cleaning, watchedGroups, settings);
  }
}
