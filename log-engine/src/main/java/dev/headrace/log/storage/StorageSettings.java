package dev.headrace.log.storage;

import java.time.Duration;

/**
 * How the partitions of a data directory are kept; the names in brackets are Kafka's.
 *
 * @param flush when an append counts as durable ({@code log.flush})
 * @param topics what holds for the partitions of topics, unless theirs say otherwise
 * @param internalTopics the same for topics whose names begin with two underscores, which are
 *     replayed at every start
 * @param indexBytes a segment is also closed when an index has grown to this ({@code
 *     log.index.size.max.bytes})
 * @param producerLimit a partition remembers so many idempotent producers
 * @param producerExpirationMillis and each for so long after its last batch ({@code
 *     producer.id.expiration.ms})
 * @param cleaning when and how it is cleaned
 * @param leastUsableBytes with less space on the disk no new directory is opened
 * @param budget how far the disk may fill up while it is open
 */
public record StorageSettings(
    FlushMode flush,
    PartitionSettings topics,
    PartitionSettings internalTopics,
    int indexBytes,
    int producerLimit,
    long producerExpirationMillis,
    CleaningSettings cleaning,
    long leastUsableBytes,
    DiskBudget budget) {

  private static final int MEBIBYTE = 1024 * 1024;

  /** What Kafka has, and fsync. */
  public static StorageSettings defaults() {
    long week = Duration.ofDays(7).toMillis();
    return new StorageSettings(
        FlushMode.FSYNC,
        new PartitionSettings(1024 * MEBIBYTE, week, MEBIBYTE + 12),
        new PartitionSettings(16 * MEBIBYTE, week, 8 * MEBIBYTE),
        10 * MEBIBYTE,
        10_000,
        Duration.ofDays(1).toMillis(),
        CleaningSettings.defaults(),
        64L * MEBIBYTE,
        DiskBudget.DEFAULTS);
  }

  public StorageSettings withFlush(FlushMode mode) {
    return new StorageSettings(
        mode,
        topics,
        internalTopics,
        indexBytes,
        producerLimit,
        producerExpirationMillis,
        cleaning,
        leastUsableBytes,
        budget);
  }

  public StorageSettings withTopics(PartitionSettings settings) {
    return new StorageSettings(
        flush,
        settings,
        internalTopics,
        indexBytes,
        producerLimit,
        producerExpirationMillis,
        cleaning,
        leastUsableBytes,
        budget);
  }

  public StorageSettings withLeastUsableBytes(long bytes) {
    return new StorageSettings(
        flush,
        topics,
        internalTopics,
        indexBytes,
        producerLimit,
        producerExpirationMillis,
        cleaning,
        bytes,
        budget);
  }

  public StorageSettings withCleaning(CleaningSettings settings) {
    return new StorageSettings(
        flush,
        topics,
        internalTopics,
        indexBytes,
        producerLimit,
        producerExpirationMillis,
        settings,
        leastUsableBytes,
        budget);
  }

  public StorageSettings withBudget(DiskBudget diskBudget) {
    return new StorageSettings(
        flush,
        topics,
        internalTopics,
        indexBytes,
        producerLimit,
        producerExpirationMillis,
        cleaning,
        leastUsableBytes,
        diskBudget);
  }

  /** What holds for a partition until it is configured: it keeps all until then. */
  PartitionSettings settingsOf(String topic) {
    return (topic.startsWith("__") ? internalTopics : topics).withCleanup(Cleanup.NOTHING);
  }
}
