package dev.headrace.log.broker;

import dev.headrace.log.record.TopicPartition;
import java.util.Map;

/** The offsets that groups committed, for callers inside the process. Thread-safe. */
public interface GroupOffsets {

  /** What a group has committed; empty for an unknown group. */
  Map<TopicPartition, CommittedOffset> committed(String group);
}
