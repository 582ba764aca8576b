package dev.headrace.log.storage;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** What the data directory does with its partitions beside what others see of them. */
sealed interface StoredLog extends PartitionLog permits SegmentedLog, DamagedLog {

  /** What is below is on the disk; the next recovery need not doubt it. */
  long durableEnd();

  void configure(PartitionSettings settings);

  /** How old data goes. */
  Cleanup cleanup();

  /**
   * Where the partition would begin if what retention need not keep were deleted; its start when
   * all is kept. Reads at most the indexes.
   */
  long retainedFrom(long nowMillis) throws IOException;

  /** What a reader at an offset has left before retention takes what it has not read. */
  RetentionRule.Left leftBeforeRetention(long offset, long nowMillis) throws IOException;

  /**
   * Readers find nothing below an offset any more. Only for ever once that is noted; then {@link
   * #removeBelowStart} may take the files.
   *
   * @return false when the partition began there or later anyway, or is offline
   */
  boolean raiseStart(long offset) throws IOException;

  /** Whether files still have records from before the start. */
  boolean hasRecordsBelowStart();

  /**
   * Deletes the files of segments that lie below the start as a whole.
   *
   * @return whether some of them must wait until they are flushed
   */
  boolean removeBelowStart() throws IOException;

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
