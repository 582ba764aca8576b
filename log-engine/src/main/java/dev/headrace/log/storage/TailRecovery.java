package dev.headrace.log.storage;

import dev.headrace.log.record.BatchValidation;
import dev.headrace.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks segments batch by batch and rebuilds their indexes. What is bad above the recovery point
 * is the torn tail of a write that was never acknowledged: it is cut off and kept beside. What is
 * bad below it was on disk once, and is damage that nobody may cut off unasked.
 */
final class TailRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(TailRecovery.class);
  private static final int COPY_BYTES = 256 * 1024;
  private static final String CUT = ".cut";

  /** Takes a sound batch into the state that is kept of the log. */
  @FunctionalInterface
  interface Replay {
    void replay(RecordBatch batch, LogPosition at) throws IOException;
  }

  private final Disk disk;
  private final Path folder;
  private final long recoveryPoint;
  private final long gapsEnd;
  private final Replay replay;

  /**
   * @param recoveryPoint what is below was on disk
   * @param gapsEnd compaction may have left gaps below
   */
  TailRecovery(Disk disk, Path folder, long recoveryPoint, long gapsEnd, Replay replay) {
    this.disk = disk;
    this.folder = folder;
    this.recoveryPoint = recoveryPoint;
    this.gapsEnd = gapsEnd;
    this.replay = replay;
  }

  /** Recovers from the {@code first} on; segments behind a bad batch are taken out of the list. */
  LogPosition recover(List<Segment> segments, int first)
      throws IOException, DamagedPartitionException {
    long nextOffset = segments.get(first).baseOffset();
    for (int i = first; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.baseOffset() != nextOffset) {
        refuseBelowRecoveryPoint(
            segment, 0, nextOffset, "it begins with offset " + segment.baseOffset());
        cutSegments(segments, i, nextOffset);
        break;
      }
      int fileBytes = segment.sizeInBytes();
      nextOffset = recover(segment, fileBytes, nextOffset);
      if (segment.sizeInBytes() < fileBytes) {
        cutSegments(segments, i + 1, nextOffset);
        break;
      }
    }
    Segment last = segments.getLast();
    if (nextOffset < recoveryPoint) {
      refuseBelowRecoveryPoint(last, last.sizeInBytes(), nextOffset, "the file ends here");
    }
    return new LogPosition(nextOffset, last, last.sizeInBytes());
  }

  private long recover(Segment segment, int fileBytes, long firstOffset)
      throws IOException, DamagedPartitionException {
    long nextOffset = firstOffset;
    segment.beginRecovery();
    BatchScanner scanner = segment.scan(0, fileBytes);
    while (true) {
      switch (scanner.next()) {
        case BatchScanner.Step.End _ -> {
          segment.endRecovery();
          return nextOffset;
        }
        case BatchScanner.Step.Broken(int position, String reason) -> {
          cut(segment, position, fileBytes, nextOffset, reason);
          return nextOffset;
        }
        case BatchScanner.Step.Batch(RecordBatch batch, int position) -> {
          String flaw = flawOf(batch, nextOffset);
          if (!flaw.isEmpty()) {
            cut(segment, position, fileBytes, nextOffset, flaw);
            return nextOffset;
          }
          segment.recover(batch);
          replay.replay(batch, new LogPosition(batch.baseOffset(), segment, position));
          nextOffset = batch.nextOffset();
        }
      }
    }
  }

  private String flawOf(RecordBatch batch, long nextOffset) {
    boolean isGap = batch.baseOffset() > nextOffset && batch.baseOffset() <= gapsEnd;
    if (batch.baseOffset() != nextOffset && !isGap) {
      return "offset " + batch.baseOffset() + " where " + nextOffset + " was due";
    }
    return switch (BatchValidation.ofStored(batch.bytes())) {
      case BatchValidation.Valid _ -> "";
      case BatchValidation.Invalid(BatchValidation.Flaw _, String message) -> message;
    };
  }

  private void cut(Segment segment, int position, int fileBytes, long nextOffset, String reason)
      throws IOException, DamagedPartitionException {
    refuseBelowRecoveryPoint(segment, position, nextOffset, reason);
    Path kept = Path.of(segment.logPath() + "." + position + CUT);
    try (DiskFile from = disk.open(segment.logPath());
        DiskFile to = disk.open(kept)) {
      ByteBuffer piece = ByteBuffer.allocate(Math.min(COPY_BYTES, fileBytes - position));
      for (int at = position; at < fileBytes; at += piece.limit()) {
        piece.clear().limit(Math.min(piece.capacity(), fileBytes - at));
        from.read(piece, at);
        to.write(piece.flip(), at - position);
      }
      to.force();
    }
    segment.truncate();
    segment.endRecovery();
    LOG.warn(
        "{}: the last {} bytes, from offset {} on, were not written to their end before the last"
            + " stop and are cut off ({}); they are kept as {}",
        segment,
        fileBytes - position,
        nextOffset,
        reason,
        kept.getFileName());
  }

  private void cutSegments(List<Segment> segments, int from, long nextOffset) throws IOException {
    while (segments.size() > from) {
      Segment segment = segments.removeLast();
      segment.abandon();
      Path kept = Path.of(segment.logPath() + CUT);
      disk.rename(segment.logPath(), kept);
      for (String suffix : SegmentFiles.INDEXES) {
        disk.delete(segment.file(suffix));
      }
      LOG.warn(
          "{}: lies behind the end of the log at offset {} and is kept as {}",
          segment,
          nextOffset,
          kept.getFileName());
    }
  }

  private void refuseBelowRecoveryPoint(
      Segment segment, int position, long nextOffset, String reason)
      throws DamagedPartitionException {
    if (nextOffset >= recoveryPoint) {
      return;
    }
    throw new DamagedPartitionException(
        segment
            + " is damaged at byte "
            + position
            + ", offset "
            + nextOffset
            + ": "
            + reason
            + "; the records up to offset "
            + (recoveryPoint - 1)
            + " were on disk. Restore the file, or accept the loss of all from offset "
            + nextOffset
            + " on (touch '"
            + folder.resolve(LogLoader.ACCEPT_LOSS)
            + "'), and start again");
  }
}
