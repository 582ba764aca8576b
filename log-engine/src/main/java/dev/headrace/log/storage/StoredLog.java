package dev.headrace.log.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the data directory does with its partitions beside what others see of them. */
sealed interface StoredLog extends PartitionLog permits SegmentedLog, DamagedLog {

  /** What is below is on the disk; the next recovery need not doubt it. */
  long durableEnd();

  void configure(PartitionSettings settings);

  /** How old data goes. */
  Cleanup cleanup();

  /** Takes old records away; nobody may from a damaged partition. */
  Optional<LogRetention> retention();

  /** Compacts it; nobody may a damaged partition. */
  Optional<LogCompaction> compaction();

  /** Whether files still have records from before the start. */
  boolean hasRecordsBelowStart();

  /** Takes no appends any more; completes when all there is was flushed. */
  CompletionStage<Void> stop();

  /**
   * Closes the files, and leaves them so that the next start need not read them. Called when it was
   * stopped and no flush is running.
   *
   * @return whether all is on disk
   */
  boolean close() throws IOException;

  /** Closes the files as they are, for the reason given. */
  void abandon(String reason) throws IOException;
}
