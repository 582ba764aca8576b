package dev.headrace.runtime.log;

import dev.headrace.log.record.TopicPartition;
import java.util.Map;

/** The offsets that a group has committed. Thread-safe. */
public interface GroupOffsets {

  /** What is committed now, of every partition that the group ever committed. */
  Map<TopicPartition, Committed> committed();
}
