package dev.headrace.log.storage;

import dev.headrace.log.record.BatchRewriter;
import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes some segments, one behind another, anew as one, with what compaction keeps of them. Reads
 * and writes pieces of fixed size, and nothing as long as all stays as it is. One thread; used for
 * the segments of one pass in their order.
 */
final class SegmentRewriter {

  private static final int PIECE_BYTES = 256 * 1024;

  private final Disk disk;
  private final Path folder;
  private final BatchRetention retention;
  private final Throttle throttle;
  private final BatchRewriter rewriter = new BatchRewriter();
  private final ByteBuffer out = ByteBuffer.allocate(PIECE_BYTES);
  private final List<RecordBatch> outBatches = new ArrayList<>();
  private final List<AbortedIndex.Aborted> aborted = new ArrayList<>();
  private Optional<Segment> cleaned = Optional.empty();
  private long recordsRead;
  private long recordsKept;

  SegmentRewriter(Disk disk, Path folder, BatchRetention retention, Throttle throttle) {
    this.disk = disk;
    this.folder = folder;
    this.retention = retention;
    this.throttle = throttle;
  }

  long recordsRead() {
    return recordsRead;
  }

  long recordsKept() {
    return recordsKept;
  }

  /**
   * Writes the new segment, and forces it.
   *
   * @param end behind the last record of the last segment
   * @return empty when it is a single segment that stays as it is
   */
  Optional<Segment> rewrite(List<Segment> segments, long end) throws IOException {
    aborted.clear();
    outBatches.clear();
    out.clear();
    cleaned = Optional.empty();
    try {
      if (segments.size() > 1) {
        begin(segments.getFirst());
      }
      for (Segment segment : segments) {
        rewrite(segment, end);
      }
      if (cleaned.isPresent()) {
        finish(cleaned.get());
        cleaned.get().abandon();
      }
      return cleaned;
    } catch (IOException | RuntimeException e) {
      discard(e);
      throw e;
    }
  }

  /** What comes to nothing must not take the room that may be wanting. */
  private void discard(Exception cause) {
    if (cleaned.isPresent()) {
      try {
        cleaned.get().abandon();
        cleaned.get().delete(disk);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private Segment begin(Segment first) throws IOException {
    Segment next = Segment.cleaned(disk, folder, first.baseOffset());
    next.delete(disk);
    cleaned = Optional.of(next);
    next.createAll();
    return next;
  }

  private void finish(Segment written) throws IOException {
    flush(written);
    for (AbortedIndex.Aborted each : aborted) {
      written.aborted().append(each);
    }
    written.seal();
  }

  private void rewrite(Segment segment, long end) throws IOException {
    BatchScanner scanner = segment.scan(0, segment.sizeInBytes());
    while (scanner.next() instanceof BatchScanner.Step.Batch(RecordBatch batch, int position)) {
      throttle.moved(batch.sizeInBytes());
      if (!batch.hasValidChecksum()) {
        throw new CorruptBatchException(segment + ", byte " + position + ": wrong checksum");
      }
      recordsRead += batch.recordCount();
      switch (sift(batch, batch.nextOffset() == end)) {
        case Sifted.Whole _ -> {
          if (cleaned.isPresent()) {
            write(batch, cleaned.get());
          }
          recordsKept += batch.recordCount();
        }
        case Sifted.Less(RecordBatch less) -> {
          write(less, begun(segment, position));
          recordsKept += less.recordCount();
        }
        case Sifted.Nothing _ -> begun(segment, position);
      }
    }
    if (scanner.position() < segment.sizeInBytes()) {
      throw new CorruptBatchException(segment + ", byte " + scanner.position() + ": no batch");
    }
  }

  /** The new segment; with the first change of a single one begins with what is before it. */
  private Segment begun(Segment segment, int unchangedBytes) throws IOException {
    if (cleaned.isPresent()) {
      return cleaned.get();
    }
    Segment next = begin(segment);
    BatchScanner scanner = segment.scan(0, unchangedBytes);
    while (scanner.next() instanceof BatchScanner.Step.Batch(RecordBatch batch, int _)) {
      write(batch, next);
    }
    return next;
  }

  /** What stays of a batch. */
  private sealed interface Sifted {
    record Whole() implements Sifted {}

    record Less(RecordBatch batch) implements Sifted {}

    record Nothing() implements Sifted {}
  }

  private Sifted sift(RecordBatch batch, boolean isLast) {
    return switch (retention.of(batch, isLast)) {
      case BatchRetention.Fate.Gone _ -> new Sifted.Nothing();
      case BatchRetention.Fate.Emptied _ -> emptied(batch);
      case BatchRetention.Fate.Marker(OptionalLong newDeleteHorizon, var ofAborted) -> {
        ofAborted.ifPresent(aborted::add);
        yield marker(batch, newDeleteHorizon);
      }
      case BatchRetention.Fate.Sifted(boolean headerStays) -> records(batch, headerStays);
    };
  }

  private Sifted emptied(RecordBatch batch) {
    if (batch.recordCount() == 0) {
      return new Sifted.Whole();
    }
    rewriter.open(batch);
    return new Sifted.Less(rewriter.close(batch, OptionalLong.empty()));
  }

  private Sifted marker(RecordBatch batch, OptionalLong newDeleteHorizon) {
    if (newDeleteHorizon.isEmpty()) {
      return new Sifted.Whole();
    }
    RecordCursor cursor = rewriter.open(batch);
    while (cursor.next()) {
      rewriter.keep();
    }
    return new Sifted.Less(rewriter.close(batch, newDeleteHorizon));
  }

  private Sifted records(RecordBatch batch, boolean headerStays) {
    RecordCursor cursor = rewriter.open(batch);
    boolean hasTombstones = false;
    while (cursor.next()) {
      if (retention.keeps(batch, cursor)) {
        rewriter.keep();
        hasTombstones |= cursor.valueLength() < 0;
      }
    }
    if (rewriter.kept() == 0 && !headerStays) {
      return new Sifted.Nothing();
    }
    boolean setsHorizon = hasTombstones && batch.deleteHorizon().isEmpty();
    if (rewriter.kept() == batch.recordCount() && !setsHorizon) {
      return new Sifted.Whole();
    }
    return new Sifted.Less(
        rewriter.close(batch, setsHorizon ? retention.newDeleteHorizon() : OptionalLong.empty()));
  }

  private void write(RecordBatch batch, Segment into) throws IOException {
    if (batch.sizeInBytes() > out.remaining()) {
      flush(into);
    }
    if (batch.sizeInBytes() > out.capacity()) {
      append(batch.bytes(), List.of(batch), into);
      return;
    }
    int at = out.position();
    out.put(batch.bytes());
    outBatches.add(RecordBatch.at(out.duplicate().flip().position(at)));
  }

  private void flush(Segment into) throws IOException {
    if (!outBatches.isEmpty()) {
      append(out.flip(), outBatches, into);
      outBatches.clear();
    }
    out.clear();
  }

  private void append(ByteBuffer bytes, List<RecordBatch> batches, Segment into)
      throws IOException {
    Math.addExact(into.sizeInBytes(), bytes.remaining());
    throttle.moved(bytes.remaining());
    into.append(bytes, batches);
  }
}
