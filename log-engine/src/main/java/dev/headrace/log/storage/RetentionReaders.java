package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * Those whose records retention should not take before they were read. It warns before it overtakes
 * one, and waits for it where the topic says so.
 */
@FunctionalInterface
public interface RetentionReaders {

  /** Nobody. */
  RetentionReaders NONE = Map::of;

  /** How far they have read; asked for at each look of retention, on its thread. */
  Map<TopicPartition, List<Progress>> progress();

  /**
   * How far one has read.
   *
   * @param reader its name, for the log
   * @param offset it has read what is below
   */
  record Progress(String reader, long offset) {}
}
