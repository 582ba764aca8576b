package dev.headrace.log.storage;

/**
 * How old data goes; the names in brackets are Kafka's.
 *
 * @param deletes whether whole segments go by {@code retention} ({@code cleanup.policy=delete})
 * @param compacts whether records go that a later one of the same key has replaced ({@code
 *     cleanup.policy=compact}); with neither, all stays until it is deleted by name
 * @param holdsForReaders whether retention waits for the readers that the engine was told of
 *     ({@code retention.hold.for.sinks}, which Kafka does not have)
 */
public record Cleanup(
    boolean deletes,
    boolean compacts,
    Retention retention,
    Compaction compaction,
    boolean holdsForReaders) {

  /** Kafka's: what is a week old is deleted. */
  public static final Cleanup DEFAULTS =
      new Cleanup(true, false, Retention.DEFAULTS, Compaction.DEFAULTS, false);

  /** All stays: what holds for a partition until it is known what its topic wants. */
  static final Cleanup NOTHING =
      new Cleanup(false, false, Retention.DEFAULTS, Compaction.DEFAULTS, false);

  /**
   * When segments are old.
   *
   * @param millis a segment goes when its latest record is older ({@code retention.ms}); -1: never
   * @param bytes the oldest segments go while the others have this size ({@code retention.bytes});
   *     -1: never
   */
  public record Retention(long millis, long bytes) {

    /** A week, and any size. */
    public static final Retention DEFAULTS = new Retention(7 * 24 * 3600 * 1000L, -1);

    public Retention {
      if (millis < -1 || bytes < -1) {
        throw new IllegalArgumentException(
            "retention.ms and retention.bytes are at least -1, not " + millis + ", " + bytes);
      }
    }
  }

  /**
   * When a partition is compacted.
   *
   * @param minDirtyRatio the least share of bytes that were never compacted, from 0 to 1 ({@code
   *     min.cleanable.dirty.ratio})
   * @param minLagMillis a younger record is left alone ({@code min.compaction.lag.ms})
   * @param maxLagMillis a record is never left alone for longer ({@code max.compaction.lag.ms})
   * @param deleteRetentionMillis how long a tombstone, or the marker of a transaction that has no
   *     records any more, is kept for readers ({@code delete.retention.ms})
   */
  public record Compaction(
      double minDirtyRatio, long minLagMillis, long maxLagMillis, long deleteRetentionMillis) {

    /** Kafka's. */
    public static final Compaction DEFAULTS =
        new Compaction(0.5, 0, Long.MAX_VALUE, 24 * 3600 * 1000L);

    public Compaction {
      if (!(minDirtyRatio >= 0 && minDirtyRatio <= 1)
          || minLagMillis < 0
          || maxLagMillis < 1
          || deleteRetentionMillis < 0) {
        throw new IllegalArgumentException(
            "the dirty ratio is from 0 to 1, lags and delete.retention.ms are not negative: "
                + minDirtyRatio
                + ", "
                + minLagMillis
                + ", "
                + maxLagMillis
                + ", "
                + deleteRetentionMillis);
      }
    }
  }
}
