package dev.headrace.log.storage;

import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.util.Optional;

/**
 * What a partition need not keep: whole segments, the oldest first, as Kafka does. Nothing goes
 * that readers of committed records do not see yet. Without state.
 */
final class RetentionRule {

  private RetentionRule() {}

  /** Where the partition begins when it keeps no more than it must. */
  static long start(LogView view, Cleanup cleanup, long nowMillis) throws IOException {
    if (!cleanup.deletes()) {
      return view.startOffset();
    }
    long start = view.startOffset();
    long bytesBehind = sizeFrom(view, start);
    for (int i = view.indexOf(start); i < view.segments().size(); i++) {
      Segment segment = view.segments().get(i);
      bytesBehind -= segment.sizeInBytes();
      long end = view.endOf(i);
      boolean goes =
          segment.sizeInBytes() > 0
              && end <= view.lastStable().offset()
              && (isTooOld(segment, cleanup.retention(), nowMillis)
                  || isTooMuch(bytesBehind, cleanup.retention()));
      if (!goes) {
        break;
      }
      start = end;
    }
    return start;
  }

  /** Bytes from the segment that holds an offset on. */
  static long sizeFrom(LogView view, long offset) {
    long bytes = 0;
    for (int i = view.indexOf(offset); i < view.segments().size(); i++) {
      bytes += view.segments().get(i).sizeInBytes();
    }
    return bytes;
  }

  /** Records without time stamps have no age. */
  private static boolean isTooOld(Segment segment, Retention retention, long nowMillis)
      throws IOException {
    if (retention.millis() < 0) {
      return false;
    }
    Optional<TimestampedOffset> latest = segment.greatest();
    return latest.isPresent() && nowMillis - latest.get().timestampMillis() > retention.millis();
  }

  private static boolean isTooMuch(long bytesBehind, Retention retention) {
    return retention.bytes() >= 0 && bytesBehind >= retention.bytes();
  }
}
