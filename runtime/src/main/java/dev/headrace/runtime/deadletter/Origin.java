package dev.headrace.runtime.deadletter;

import dev.headrace.log.record.TopicPartition;
import java.util.Optional;

/** Where a refused record came from. */
public sealed interface Origin {

  /** The place as its user would look for it. */
  String where();

  /** Read from the log, at this offset. */
  record InLog(TopicPartition partition, long offset, long timestampMillis) implements Origin {
    @Override
    public String where() {
      return partition + " offset " + offset;
    }
  }

  /**
   * Read from an outside system.
   *
   * @param topic the topic that it was meant for; empty when that is not known
   */
  record AtSource(String where, Optional<String> topic) implements Origin {}
}
