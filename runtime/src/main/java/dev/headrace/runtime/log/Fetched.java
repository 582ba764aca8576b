package dev.headrace.runtime.log;

import dev.headrace.log.record.TopicPartition;
import java.util.List;

/** What a {@link Reader} found. */
public sealed interface Fetched {

  /**
   * Batches of records, those of one partition in order; no control batches, none that is aborted.
   */
  record Batches(List<LogBatch> batches) implements Fetched {}

  /** Nothing was there within the time given. */
  record Nothing() implements Fetched {}

  /** The wanted offset lies outside of the log: records are gone, or the log is another one. */
  record Gap(TopicPartition partition, long wanted, long start, long end) implements Fetched {}
}
