package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.util.UUID;

/**
 * A partition as it was at one moment.
 *
 * @param view of what was written
 */
record PartitionCut(TopicPartition partition, UUID topicId, LogView view) {

  /** Behind the last record. */
  long endOffset() {
    return view.end().offset();
  }

  /** Whether the first segment has records from before the start. */
  boolean hasRecordsBelowStart() {
    return view.segments().getFirst().baseOffset() < view.startOffset();
  }

  /** How much of a segment belongs to it. */
  int sizeOf(Segment segment) {
    if (segment != view.active()) {
      return segment.sizeInBytes();
    }
    return segment == view.end().segment() ? view.end().position() : 0;
  }

  /** Whether the indexes beside a segment are complete, and will not change. */
  boolean hasIndexes(Segment segment) {
    return segment != view.active() && segment.isSealed();
  }

  /**
   * Up to where a copy need not be recovered: from the first segment without indexes on it must,
   * but what lies before the end has to be there.
   */
  long recoveryPoint() {
    for (Segment segment : view.segments()) {
      if (segment != view.active() && !segment.isSealed()) {
        return segment.baseOffset();
      }
    }
    return endOffset();
  }
}
