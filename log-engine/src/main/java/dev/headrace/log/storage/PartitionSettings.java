package dev.headrace.log.storage;

/**
 * What topics may set for their partitions; the names in brackets are Kafka's.
 *
 * @param segmentBytes a segment grows no larger, unless one append is ({@code segment.bytes})
 * @param segmentMillis a segment is closed this long after its first append, or after the start of
 *     the process ({@code segment.ms})
 * @param maxBatchBytes a larger batch is refused ({@code max.message.bytes})
 */
public record PartitionSettings(int segmentBytes, long segmentMillis, int maxBatchBytes) {

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
}
