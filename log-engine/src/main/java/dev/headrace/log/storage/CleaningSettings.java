package dev.headrace.log.storage;

import java.time.Duration;

/**
 * When and how a data directory is cleaned of what its partitions need not keep; the names in
 * brackets are Kafka's.
 *
 * @param retentionCheckMillis between two looks for segments that are too old or too many ({@code
 *     log.retention.check.interval.ms})
 * @param compactionCheckMillis between two looks for partitions to compact ({@code
 *     log.cleaner.backoff.ms})
 * @param mapBytes the memory that compaction takes for the keys of a pass while it works, however
 *     many keys there are ({@code log.cleaner.dedupe.buffer.size}), at least 1 KiB
 * @param ioBytesPerSecond compaction reads and writes no faster ({@code
 *     log.cleaner.io.max.bytes.per.second})
 */
public record CleaningSettings(
    long retentionCheckMillis, long compactionCheckMillis, int mapBytes, long ioBytesPerSecond) {

  private static final int LEAST_MAP_BYTES = 1024;

  public CleaningSettings {
    if (retentionCheckMillis < 1
        || compactionCheckMillis < 1
        || mapBytes < LEAST_MAP_BYTES
        || ioBytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "intervals and speed of cleaning are at least 1, its memory at least 1024 bytes: "
              + retentionCheckMillis
              + ", "
              + compactionCheckMillis
              + ", "
              + ioBytesPerSecond
              + ", "
              + mapBytes);
    }
  }

  /**
   * Kafka's intervals. Its memory is 128 MiB for as long as it runs; ours is 16 MiB while it works,
   * for 600,000 keys a pass. Its speed is not limited; ours leaves a disk to those who wait.
   */
  public static CleaningSettings defaults() {
    return new CleaningSettings(
        Duration.ofMinutes(5).toMillis(), Duration.ofSeconds(15).toMillis(), 16 << 20, 64L << 20);
  }

  public CleaningSettings withRetentionCheckMillis(long millis) {
    return new CleaningSettings(millis, compactionCheckMillis, mapBytes, ioBytesPerSecond);
  }

  public CleaningSettings withCompactionCheckMillis(long millis) {
    return new CleaningSettings(retentionCheckMillis, millis, mapBytes, ioBytesPerSecond);
  }

  public CleaningSettings withMapBytes(int bytes) {
    return new CleaningSettings(
        retentionCheckMillis, compactionCheckMillis, bytes, ioBytesPerSecond);
  }

  public CleaningSettings withIoBytesPerSecond(long bytes) {
    return new CleaningSettings(retentionCheckMillis, compactionCheckMillis, mapBytes, bytes);
  }
}
