package dev.headrace.log;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.TransactionSettings;
import dev.headrace.log.server.ListenerSettings;
import dev.headrace.log.storage.DiskBudget;
import dev.headrace.log.storage.FlushMode;
import dev.headrace.log.storage.PartitionSettings;
import dev.headrace.log.storage.StorageSettings;
import java.nio.file.Path;
import java.util.Set;

/**
 * How the engine works. Components are named after Kafka's settings; an instance is always valid.
 *
 * @param dataDirectory made when it does not exist
 * @param logFlush when an append counts as stored ({@code log.flush})
 * @param logSegmentBytes at which size a partition starts a new segment ({@code
 *     log.segment.bytes}), 1 MiB to 2 GiB - 1
 * @param keeping how long it keeps what
 * @param disk how far the disk may fill up; what is written to hidden topics is never refused
 * @param broker what concerns topics and coordinators
 * @param transactions what concerns transactions of clients
 * @param listeners what clients may take
 * @param hiddenTopics that clients of the listeners neither see nor reach
 */
public record EngineSettings(
    Path dataDirectory,
    LogFlush logFlush,
    int logSegmentBytes,
    LogKeeping keeping,
    DiskBudget disk,
    BrokerSettings broker,
    TransactionSettings transactions,
    ListenerSettings listeners,
    Set<String> hiddenTopics) {

  private static final int LEAST_SEGMENT_BYTES = 1 << 20;

  /** When an append counts as stored, and readers see it. */
  public enum LogFlush {
    /** When it is on disk for good. */
    FSYNC,
    /** When the operating system has it: lost when the machine loses power, as with Kafka. */
    OS
  }

  public EngineSettings {
    hiddenTopics = Set.copyOf(hiddenTopics);
    if (logSegmentBytes < LEAST_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          "log.segment.bytes is " + logSegmentBytes + ", at least 1048576 (1 MiB) are needed");
    }
  }

  /** The defaults: flushed to disk, segments of 1 GiB. */
  public static EngineSettings of(Path dataDirectory) {
    return new EngineSettings(
        dataDirectory,
        LogFlush.FSYNC,
        1 << 30,
        LogKeeping.defaults(),
        DiskBudget.DEFAULTS,
        BrokerSettings.defaults(),
        TransactionSettings.defaults(),
        ListenerSettings.defaults(),
        Set.of());
  }

  public EngineSettings withLogFlush(LogFlush flush) {
    return new EngineSettings(
        dataDirectory,
        flush,
        logSegmentBytes,
        keeping,
        disk,
        broker,
        transactions,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withLogSegmentBytes(int bytes) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        bytes,
        keeping,
        disk,
        broker,
        transactions,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withKeeping(LogKeeping settings) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        settings,
        disk,
        broker,
        transactions,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withDisk(DiskBudget budget) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        keeping,
        budget,
        broker,
        transactions,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withHiddenTopics(Set<String> topics) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        keeping,
        disk,
        broker,
        transactions,
        listeners,
        topics);
  }

  public EngineSettings withBroker(BrokerSettings settings) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        keeping,
        disk,
        settings,
        transactions,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withTransactions(TransactionSettings settings) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        keeping,
        disk,
        broker,
        settings,
        listeners,
        hiddenTopics);
  }

  public EngineSettings withListeners(ListenerSettings settings) {
    return new EngineSettings(
        dataDirectory,
        logFlush,
        logSegmentBytes,
        keeping,
        disk,
        broker,
        transactions,
        settings,
        hiddenTopics);
  }

  StorageSettings storage() {
    return StorageSettings.defaults()
        .withFlush(
            switch (logFlush) {
              case FSYNC -> FlushMode.FSYNC;
              case OS -> FlushMode.OS;
            })
        .withTopics(
            new PartitionSettings(
                logSegmentBytes, keeping.rollMillis(), broker.messageMaxBytes(), keeping.cleanup()))
        .withCleaning(keeping.cleaning())
        .withBudget(disk.withNodeTopics(hiddenTopics));
  }
}
