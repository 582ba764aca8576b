package dev.headrace.log.storage;

import dev.headrace.log.storage.Cleanup.Retention;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.time.Duration;
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
      if (segment.sizeInBytes() == 0 || view.endOf(i) > view.lastStable().offset()) {
        break;
      }
      Optional<TimestampedOffset> latest = segment.greatest();
      if (isTooOld(latest, cleanup.retention(), nowMillis)
          || isTooMuch(bytesBehind, cleanup.retention())) {
        start = view.endOf(i);
      } else if (latest.isPresent()) {
        break;
      }
    }
    return start;
  }

  /**
   * What a reader has left before retention takes the record at its offset.
   *
   * @param millis until then; {@link Long#MAX_VALUE} for ever
   * @param bytes that may still be appended; {@link Long#MAX_VALUE} for any number
   */
  record Left(long millis, long bytes) {

    private static final int LITTLE = 5;

    /** Whether it is less than a fifth of what retention allows. */
    boolean isLittleOf(Retention retention) {
      return millis < retention.millis() / LITTLE || bytes < retention.bytes() / LITTLE;
    }

    @Override
    public String toString() {
      String time = millis == Long.MAX_VALUE ? "" : inWords(Duration.ofMillis(Math.max(0, millis)));
      String room = bytes == Long.MAX_VALUE ? "" : (Math.max(0, bytes) >> 10) + " KiB";
      return time + (time.isEmpty() || room.isEmpty() ? "" : " and ") + room;
    }

    private static String inWords(Duration time) {
      return time.toHours() > 0
          ? time.toHours() + " h " + time.toMinutesPart() + " min"
          : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
  }

  static Left left(LogView view, Cleanup cleanup, long offset, long nowMillis) throws IOException {
    if (!cleanup.deletes()) {
      return new Left(Long.MAX_VALUE, Long.MAX_VALUE);
    }
    Retention retention = cleanup.retention();
    int index = view.indexOf(offset);
    Segment segment = view.segments().get(index);
    Optional<TimestampedOffset> latest = segment.greatest();
    long bytesBehind = sizeFrom(view, offset) - segment.sizeInBytes();
    return new Left(
        retention.millis() < 0 || latest.isEmpty()
            ? Long.MAX_VALUE
            : latest.get().timestampMillis() + retention.millis() - nowMillis,
        retention.bytes() < 0 ? Long.MAX_VALUE : retention.bytes() - bytesBehind);
  }

  /** Bytes from the segment that holds an offset on. */
  static long sizeFrom(LogView view, long offset) {
    long bytes = 0;
    for (int i = view.indexOf(offset); i < view.segments().size(); i++) {
      bytes += view.segments().get(i).sizeInBytes();
    }
    return bytes;
  }

  /** A segment without any time stamp has no age: it goes with the next one that goes. */
  private static boolean isTooOld(
      Optional<TimestampedOffset> latest, Retention retention, long nowMillis) {
    return retention.millis() >= 0
        && latest.isPresent()
        && nowMillis - latest.get().timestampMillis() > retention.millis();
  }

  private static boolean isTooMuch(long bytesBehind, Retention retention) {
    return retention.bytes() >= 0 && bytesBehind >= retention.bytes();
  }
}
