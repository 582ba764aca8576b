package dev.headrace.log.storage;

import dev.headrace.log.record.Compression;
import java.util.Optional;

/**
 * What topics may set for their partitions; the names in brackets are Kafka's.
 *
 * @param segmentBytes a segment grows no larger, unless one append is ({@code segment.bytes})
 * @param segmentMillis a segment is closed this long after its first append; after a start that
 *     counts from the time stamp of its first batch ({@code segment.ms})
 * @param maxBatchBytes a larger batch is refused ({@code max.message.bytes})
 * @param cleanup how old data goes
 * @param times which time stamps records have
 * @param compression that batches of clients are stored with; empty for their own ({@code
 *     compression.type})
 */
public record PartitionSettings(
    int segmentBytes,
    long segmentMillis,
    int maxBatchBytes,
    Cleanup cleanup,
    RecordTimes times,
    Optional<Compression> compression) {

  private static final int LEAST_BYTES = 1024;

  public PartitionSettings {
    if (segmentBytes < LEAST_BYTES || segmentMillis < 1 || maxBatchBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "segment.bytes and max.message.bytes are at least 1024 and segment.ms at least 1, not "
              + segmentBytes
              + ", "
              + maxBatchBytes
              + ", "
              + segmentMillis);
    }
  }

  /** With Kafka's defaults for how old data goes. */
  public PartitionSettings(int segmentBytes, long segmentMillis, int maxBatchBytes) {
    this(segmentBytes, segmentMillis, maxBatchBytes, Cleanup.DEFAULTS);
  }

  /** With Kafka's defaults for time stamps and compression. */
  public PartitionSettings(
      int segmentBytes, long segmentMillis, int maxBatchBytes, Cleanup cleanup) {
    this(
        segmentBytes,
        segmentMillis,
        maxBatchBytes,
        cleanup,
        RecordTimes.DEFAULTS,
        Optional.empty());
  }

  public PartitionSettings withCleanup(Cleanup other) {
    return new PartitionSettings(
        segmentBytes, segmentMillis, maxBatchBytes, other, times, compression);
  }

  public PartitionSettings withTimes(RecordTimes other) {
    return new PartitionSettings(
        segmentBytes, segmentMillis, maxBatchBytes, cleanup, other, compression);
  }
}
