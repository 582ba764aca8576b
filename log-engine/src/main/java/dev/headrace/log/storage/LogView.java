package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers see of a partition at one moment.
 *
 * @param startOffset what is below is deleted, even where a segment still has it
 * @param segments at least one, in the order of their offsets
 * @param end behind what is written
 */
record LogView(
    long startOffset,
    List<Segment> segments,
    LogPosition end,
    LogPosition highWatermark,
    LogPosition lastStable) {

  Segment active() {
    return segments.getLast();
  }

  /** Where the records of a segment end, or could: where the next segment begins. */
  long endOf(int segmentIndex) {
    return segmentIndex + 1 < segments.size()
        ? segments.get(segmentIndex + 1).baseOffset()
        : end.offset();
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

  LogView withStart(long newStart) {
    return new LogView(newStart, segments, end, highWatermark, lastStable);
  }

  LogView withEnd(LogPosition newEnd) {
    return new LogView(startOffset, segments, newEnd, highWatermark, lastStable);
  }

  /** With a new active segment. */
  LogView withSegment(Segment next) {
    List<Segment> more = new ArrayList<>(segments);
    more.add(next);
    return withSegments(more);
  }

  /**
   * With other segments for the same offsets, or without the first. A position that lay behind all
   * of a segment lies at the front of the next now, so that none refers to a segment that is gone.
   */
  LogView withSegments(List<Segment> others) {
    LogView view = new LogView(startOffset, List.copyOf(others), end, highWatermark, lastStable);
    return new LogView(
        startOffset,
        view.segments,
        view.located(end),
        view.located(highWatermark),
        view.located(lastStable));
  }

  LogView withVisible(LogPosition newHighWatermark, LogPosition newLastStable) {
    return new LogView(
        startOffset, segments, end, located(newHighWatermark), located(newLastStable));
  }

  private LogPosition located(LogPosition position) {
    Segment segment = segments.get(indexOf(position.offset()));
    return segment != position.segment() && segment.baseOffset() == position.offset()
        ? new LogPosition(position.offset(), segment, 0)
        : position;
  }
}
