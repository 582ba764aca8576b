package dev.headrace.log.storage;

import dev.headrace.log.record.Isolation;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordHeads;
import dev.headrace.log.storage.BatchScanner.Step;
import dev.headrace.log.storage.PartitionLog.AbortedTransaction;
import dev.headrace.log.storage.PartitionLog.EpochEnd;
import dev.headrace.log.storage.PartitionLog.Read;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds bytes and records in what readers see of a partition. Thread-safe, without state. Throws
 * {@link ClosedChannelException} when a segment of the view is gone: then there is a newer view.
 */
final class LogReader {

  private LogReader() {}

  /**
   * @param fromOffset between the start and the end of the view
   */
  static Read read(
      LogView view, RecentPositions recent, long fromOffset, int maxBytes, Isolation isolation)
      throws IOException {
    LogPosition limit = view.limit(isolation);
    if (fromOffset < limit.offset()) {
      for (int i = view.indexOf(fromOffset); i < view.segments().size(); i++) {
        Segment segment = view.segments().get(i);
        int end = view.readableBytes(i, limit);
        int position = positionOf(segment, recent, fromOffset, end);
        if (position < end) {
          int length = lengthOf(segment, position, end, maxBytes);
          FileSlice slice =
              segment.slice(position, length).orElseThrow(ClosedChannelException::new);
          return found(view, slice, isolation, i, fromOffset);
        }
      }
    }
    return found(view, FileSlice.empty(), List.of());
  }

  private static Read found(
      LogView view, FileSlice slice, Isolation isolation, int index, long fromOffset)
      throws IOException {
    try {
      return found(
          view,
          slice,
          isolation == Isolation.READ_COMMITTED ? aborted(view, index, fromOffset) : List.of());
    } catch (IOException e) {
      slice.close();
      throw e;
    }
  }

  private static Read found(LogView view, FileSlice slice, List<AbortedTransaction> aborted) {
    return new Read.Found(
        slice,
        view.startOffset(),
        view.highWatermark().offset(),
        view.lastStable().offset(),
        aborted);
  }

  private static int positionOf(Segment segment, RecentPositions recent, long offset, int end)
      throws IOException {
    Optional<LogPosition> known = recent.of(offset).filter(it -> it.segment() == segment);
    return known.isPresent() ? known.get().position() : segment.positionOf(offset, end);
  }

  private static int lengthOf(Segment segment, int position, int end, int maxBytes)
      throws IOException {
    int available = end - position;
    if (available <= maxBytes) {
      return available;
    }
    return Math.min(available, Math.max(maxBytes, segment.headerAt(position).sizeInBytes()));
  }

  /** What of this segment, or of a transaction that ends in a later one, was aborted. */
  private static List<AbortedTransaction> aborted(LogView view, int index, long fromOffset)
      throws IOException {
    long behind =
        index + 1 < view.segments().size()
            ? view.segments().get(index + 1).baseOffset()
            : Long.MAX_VALUE;
    List<AbortedTransaction> found = new ArrayList<>();
    for (Segment segment : view.segments().subList(index, view.segments().size())) {
      for (AbortedIndex.Aborted each : segment.aborted().all()) {
        if (each.lastOffset() >= fromOffset && each.firstOffset() < behind) {
          found.add(new AbortedTransaction(each.producerId(), each.firstOffset()));
        }
      }
    }
    return found;
  }

  static Optional<TimestampedOffset> firstAtOrAfter(
      LogView view, long timestampMillis, Isolation isolation) throws IOException {
    LogPosition limit = view.limit(isolation);
    for (int i = view.indexOf(view.startOffset()); i < view.segments().size(); i++) {
      Segment segment = view.segments().get(i);
      Optional<TimestampedOffset> greatest = segment.greatest();
      if (greatest.isPresent() && greatest.get().timestampMillis() >= timestampMillis) {
        int end = view.readableBytes(i, limit);
        int from = segment.positionOf(segment.offsetBeforeTimestamp(timestampMillis), end);
        Optional<TimestampedOffset> found =
            firstRecord(segment.scan(from, end), view.startOffset(), timestampMillis);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  static Optional<TimestampedOffset> greatest(LogView view) throws IOException {
    Optional<TimestampedOffset> greatest = Optional.empty();
    int index = 0;
    for (int i = view.indexOf(view.startOffset()); i < view.segments().size(); i++) {
      Optional<TimestampedOffset> each = view.segments().get(i).greatest();
      if (each.isPresent()
          && (greatest.isEmpty()
              || each.get().timestampMillis() > greatest.get().timestampMillis())) {
        greatest = each;
        index = i;
      }
    }
    if (greatest.isEmpty()) {
      return Optional.empty();
    }
    long timestamp = greatest.get().timestampMillis();
    int end = view.readableBytes(index, view.highWatermark());
    Segment segment = view.segments().get(index);
    int from = segment.positionOf(greatest.get().offset(), end);
    return firstRecord(segment.scan(from, end), view.startOffset(), timestamp);
  }

  private static Optional<TimestampedOffset> firstRecord(
      BatchScanner scanner, long leastOffset, long leastMillis) throws IOException {
    while (scanner.next() instanceof Step.Batch(RecordBatch batch, int _)) {
      if (batch.maxTimestamp() >= leastMillis) {
        try (RecordHeads records = new RecordHeads(batch)) {
          while (records.next()) {
            if (records.offset() >= leastOffset && records.timestampMillis() >= leastMillis) {
              return Optional.of(
                  new TimestampedOffset(records.offset(), records.timestampMillis()));
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * @param epoch below that of now
   */
  static EpochEnd endOfEpoch(LogView view, int epoch) throws IOException {
    int last = epoch;
    for (int i = 0; i < view.segments().size(); i++) {
      int readable = view.readableBytes(i, view.highWatermark());
      Segment.EpochBorder border = view.segments().get(i).borderBehind(epoch, readable);
      last = border.before().orElse(last);
      if (border.offset().isPresent()) {
        return new EpochEnd(last, Math.max(view.startOffset(), border.offset().getAsLong()));
      }
    }
    return new EpochEnd(last, view.highWatermark().offset());
  }
}
