package dev.headrace.log.storage;

import dev.headrace.log.storage.Cleanup.Compaction;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.util.Optional;

/**
 * What of a partition may be compacted: whole segments, from the start of the log on, that are on
 * disk, whose transactions all have an outcome, and whose records are old enough.
 *
 * @param firstDirty what is below was compacted before
 * @param end what is from here on is left alone
 * @param cleanBytes of segments that were compacted before as a whole
 * @param dirtyBytes of the others up to {@code end}
 * @param isOverdue whether a record waits longer than the topic allows
 */
record CompactionRange(
    long firstDirty, long end, long cleanBytes, long dirtyBytes, boolean isOverdue) {

  /**
   * Looks at a partition.
   *
   * @param notedDirty where the last compaction came to; below the start for none
   * @param durableEnd what is below is on disk
   */
  static CompactionRange of(
      LogView view, long notedDirty, long durableEnd, Compaction settings, long nowMillis)
      throws IOException {
    long start = view.segments().getFirst().baseOffset();
    long firstDirty =
        notedDirty >= start && notedDirty <= view.active().baseOffset() ? notedDirty : start;
    long end = start;
    long cleanBytes = 0;
    long dirtyBytes = 0;
    boolean isOverdue = false;
    long limit = Math.min(durableEnd, view.lastStable().offset());
    for (int i = 0; i < view.segments().size() - 1; i++) {
      Segment segment = view.segments().get(i);
      long behind = view.endOf(i);
      if (behind > limit || !segment.isSealed() || isTooYoung(segment, settings, nowMillis)) {
        break;
      }
      end = behind;
      if (behind <= firstDirty) {
        cleanBytes += segment.sizeInBytes();
      } else {
        dirtyBytes += segment.sizeInBytes();
        isOverdue |= isTooOld(segment, settings, nowMillis);
      }
    }
    return new CompactionRange(
        firstDirty, Math.max(end, firstDirty), cleanBytes, dirtyBytes, isOverdue);
  }

  /** The same range after a pass that came to an offset. */
  CompactionRange from(long compactedTo) {
    return new CompactionRange(compactedTo, end, cleanBytes, dirtyBytes, isOverdue);
  }

  /** Whether it is worth the work, or must be done anyway. */
  boolean isDue(Compaction settings) {
    return dirtyBytes > 0 && (isOverdue || dirtyRatio() > settings.minDirtyRatio());
  }

  double dirtyRatio() {
    return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
  }

  private static boolean isTooYoung(Segment segment, Compaction settings, long nowMillis)
      throws IOException {
    if (settings.minLagMillis() == 0) {
      return false;
    }
    Optional<TimestampedOffset> latest = segment.greatest();
    return latest.isPresent()
        && latest.get().timestampMillis() > nowMillis - settings.minLagMillis();
  }

  private static boolean isTooOld(Segment segment, Compaction settings, long nowMillis)
      throws IOException {
    return settings.maxLagMillis() < Long.MAX_VALUE
        && nowMillis - segment.headerAt(0).maxTimestamp() > settings.maxLagMillis();
  }
}
