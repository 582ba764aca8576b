package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Takes the first records of a partition away. One thread: that of the {@link Retainer}. */
final class LogRetention {

  private final Path folder;
  private final Surroundings around;
  private final LogAccess log;

  LogRetention(Path folder, Surroundings around, LogAccess log) {
    this.folder = folder;
    this.around = around;
    this.log = log;
  }

  /**
   * Where the partition would begin if what retention need not keep were deleted; its start when
   * all is kept. Reads at most the indexes.
   */
  long retainedFrom(long nowMillis) throws IOException {
    return log.look(seen -> RetentionRule.start(seen, log.settings().cleanup(), nowMillis));
  }

  /** What a reader at an offset has left before retention takes what it has not read. */
  RetentionRule.Left left(long offset, long nowMillis) throws IOException {
    return log.look(seen -> RetentionRule.left(seen, log.settings().cleanup(), offset, nowMillis));
  }

  /**
   * Readers find nothing below an offset any more. Only for ever once that is noted; then {@link
   * #removeBelowStart} may take the files.
   *
   * @return false when the partition began there or later anyway, or is offline
   */
  boolean raiseStart(long offset) throws IOException {
    Optional<Boolean> raised = log.change(writer -> raiseStart(writer, offset));
    log.flushDue();
    return raised.orElse(false);
  }

  private static boolean raiseStart(LogWriter writer, long offset) throws IOException {
    LogView seen = writer.view();
    if (offset <= seen.startOffset() || offset > seen.highWatermark().offset()) {
      return false;
    }
    if (offset == seen.end().offset()) {
      writer.rollNow(); // First: it may find no room, and is to be tried again then.
    }
    writer.raiseStart(offset);
    return true;
  }

  /**
   * Deletes the files of segments that lie below the start as a whole.
   *
   * @return whether some of them must wait until they are flushed or compacted
   */
  boolean removeBelowStart() throws IOException {
    return hasWholeSegmentsBelowStart()
        && around.removals().remove(this::removeWholeSegmentsBelowStart);
  }

  private boolean removeWholeSegmentsBelowStart() throws IOException {
    Optional<List<Segment>> taken =
        log.change(
            writer -> {
              // Else no file says where the log goes on.
              writer.view().active().create();
              return writer.takeBelowStart();
            });
    for (Segment segment : taken.orElse(List.of())) {
      segment.abandon();
      segment.delete(around.disk());
      around.disk().delete(segment.file(SegmentFiles.PRODUCER_SNAPSHOT));
    }
    if (!taken.orElse(List.of()).isEmpty()) {
      around.disk().forceDirectory(folder);
    }
    return taken.isPresent() && hasWholeSegmentsBelowStart();
  }

  private boolean hasWholeSegmentsBelowStart() throws IOException {
    return log.look(seen -> seen.segments().size() > 1 && seen.endOf(0) <= seen.startOffset());
  }
}
