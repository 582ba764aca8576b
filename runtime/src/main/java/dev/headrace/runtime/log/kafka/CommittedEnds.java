package dev.headrace.runtime.log.kafka;

import dev.headrace.log.record.TopicPartition;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the writers of this process have committed. Apache Kafka answers a commit before it has
 * written the markers: for a moment its last stable offset does not tell of what is decided. From
 * any thread.
 */
final class CommittedEnds {

  private final ConcurrentHashMap<TopicPartition, Long> ends = new ConcurrentHashMap<>();

  /**
   * @param end the offset behind the last record of a commit
   */
  void committed(TopicPartition partition, long end) {
    ends.merge(partition, end, Math::max);
  }

  /** The offset behind the last record that was committed; 0 when there was none. */
  long of(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
