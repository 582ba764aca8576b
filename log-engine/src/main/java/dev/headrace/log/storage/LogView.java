package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers see of a partition at one moment.
 *
 * @param segments at least one, in the order of their offsets
 * @param end behind what is written
 */
record LogView(
    List<Segment> segments, LogPosition end, LogPosition highWatermark, LogPosition lastStable) {

  long startOffset() {
    return segments.getFirst().baseOffset();
  }

  Segment active() {
    return segments.getLast();
  }

  /** Readers see what is before. */
  LogPosition limit(Isolation isolation) {
    return switch (isolation) {
      case READ_UNCOMMITTED -> highWatermark;
      case READ_COMMITTED -> lastStable;
    };
  }

  /** The index of the segment that holds an offset from the start on. */
  int indexOf(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).baseOffset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Where, in the segment with this index, what may be read ends. */
  int readableBytes(int segmentIndex, LogPosition limit) {
    Segment segment = segments.get(segmentIndex);
    if (segment == limit.segment()) {
      return limit.position();
    }
    return segment.baseOffset() < limit.segment().baseOffset() ? segment.sizeInBytes() : 0;
  }

  LogView withEnd(LogPosition newEnd) {
    return new LogView(segments, newEnd, highWatermark, lastStable);
  }

  /** With a new active segment. */
  LogView withSegment(Segment next) {
    List<Segment> more = new ArrayList<>(segments);
    more.add(next);
    return new LogView(List.copyOf(more), end, highWatermark, lastStable);
  }

  LogView withVisible(LogPosition newHighWatermark, LogPosition newLastStable) {
    return new LogView(segments, end, newHighWatermark, newLastStable);
  }
}
