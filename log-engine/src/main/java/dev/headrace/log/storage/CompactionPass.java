package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One pass of compaction over a partition: notes the last offsets of as many keys as there is room
 * for, from the first record that was never compacted on, and then rewrites all segments up to
 * where it came. Many keys take several passes, never more memory. One thread.
 */
final class CompactionPass {

  private final Disk disk;
  private final Path folder;
  private final LogView view;
  private final List<AbortedIndex.Aborted> aborted;
  private final Throttle throttle;

  CompactionPass(Disk disk, Path folder, LogView view, Throttle throttle) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.view = view;
    this.throttle = throttle;
    List<AbortedIndex.Aborted> all = new ArrayList<>();
    for (Segment segment : view.segments()) {
      all.addAll(segment.aborted().all());
    }
    this.aborted = all;
  }

  /**
   * The keys of a range, from its first dirty record on.
   *
   * @param end behind the last record whose key is among them
   */
  record Keys(KeyOffsets lastOffsets, long end) {}

  /** Reads keys until the range ends or there is no room for more. */
  Keys keys(CompactionRange range, int maxBytes, RandomGenerator random) throws IOException {
    KeyOffsets lastOffsets = new KeyOffsets(maxBytes, range.end() - range.firstDirty(), random);
    TransactionTrail trail = new TransactionTrail(aborted, range.firstDirty());
    RecordCursor cursor = new RecordCursor();
    for (int i = view.indexOf(range.firstDirty()); i < view.segments().size(); i++) {
      Segment segment = view.segments().get(i);
      if (segment.baseOffset() >= range.end()) {
        break;
      }
      int size = segment.sizeInBytes();
      BatchScanner scanner = segment.scan(segment.positionOf(range.firstDirty(), size), size);
      while (scanner.next() instanceof BatchScanner.Step.Batch(RecordBatch batch, int _)) {
        throttle.moved(batch.sizeInBytes());
        if (!batch.hasValidChecksum()) {
          throw new CorruptBatchException(segment + ": " + batch + " has a wrong checksum");
        }
        if (batch.isControl()) {
          trail.passMarker(batch);
        } else if (!trail.passData(batch)) {
          cursor.open(batch);
          while (cursor.next()) {
            if (cursor.offset() >= range.firstDirty()
                && cursor.keyLength() >= 0
                && !lastOffsets.put(
                    cursor.array(), cursor.keyFrom(), cursor.keyLength(), cursor.offset())) {
              return new Keys(lastOffsets, cursor.offset());
            }
          }
        }
      }
    }
    return new Keys(lastOffsets, range.end());
  }

  /** Follows the transactions of the whole partition. */
  TransactionTrail trail() {
    return new TransactionTrail(aborted, view.segments().getFirst().baseOffset());
  }

  /** Takes a new segment that is to replace others. */
  interface Replacement {
    void replace(List<Segment> others, Segment cleaned) throws IOException;
  }

  /**
   * Rewrites what lies below an offset, as segments of the size that the partition wants.
   *
   * @return the rewriter, for what it has counted
   */
  SegmentRewriter rewrite(
      long end,
      PartitionSettings settings,
      int indexBytes,
      BatchRetention retention,
      Replacement to)
      throws IOException {
    SegmentRewriter rewriter = new SegmentRewriter(disk, folder, retention, throttle);
    int next = 0;
    while (next < view.segments().size() - 1 && view.segments().get(next).baseOffset() < end) {
      int behind = behindGroup(next, end, settings.segmentBytes(), indexBytes);
      List<Segment> group = view.segments().subList(next, behind);
      Optional<Segment> cleaned = rewriter.rewrite(group, view.endOf(behind - 1));
      if (cleaned.isPresent()) {
        to.replace(group, cleaned.get());
      }
      next = behind;
    }
    return rewriter;
  }

  /** As many segments as fit into one, at least one. */
  private int behindGroup(int first, long end, int segmentBytes, int indexBytes) {
    long bytes = 0;
    long bytesOfIndex = 0;
    long base = view.segments().get(first).baseOffset();
    int behind = first;
    while (behind < view.segments().size() - 1 && view.segments().get(behind).baseOffset() < end) {
      Segment segment = view.segments().get(behind);
      bytes += segment.sizeInBytes();
      bytesOfIndex += segment.indexBytes();
      boolean fits =
          bytes <= segmentBytes
              && bytesOfIndex <= indexBytes
              && view.endOf(behind) - base <= Integer.MAX_VALUE;
      if (behind > first && !fits) {
        break;
      }
      behind++;
    }
    return behind;
  }
}
