package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;

/** Compacts a partition. One thread: that of the {@link Compactor}. */
final class LogCompaction {

  private final Path folder;
  private final Surroundings around;
  private final LogAccess log;

  LogCompaction(Path folder, Surroundings around, LogAccess log) {
    this.folder = folder;
    this.around = around;
    this.log = log;
  }

  /** Closes a segment whose records wait longer for compaction than the topic allows. */
  void rollWhatIsOverdue() throws IOException {
    long most = log.settings().cleanup().compaction().maxLagMillis();
    if (most < Long.MAX_VALUE && log.change(writer -> writer.rollIfOlder(most)).orElse(false)) {
      log.flushDue();
    }
  }

  /** What may be compacted. */
  CompactionRange range(long notedDirty, long nowMillis) throws IOException {
    return log.look(
        seen ->
            CompactionRange.of(
                seen,
                notedDirty,
                log.durableEnd(),
                log.settings().cleanup().compaction(),
                nowMillis));
  }

  /**
   * Compacts once as much of a range as there is memory for.
   *
   * @return up to where that is done
   * @throws CancellationException when the partition or the work is being closed
   */
  long compact(
      CompactionRange range,
      int mapBytes,
      long nowMillis,
      Throttle throttle,
      RandomGenerator random)
      throws IOException {
    PartitionSettings settings = log.settings();
    try {
      LogView view = change(LogWriter::beginCompaction);
      CompactionPass pass = new CompactionPass(around.disk(), folder, view, throttle);
      CompactionPass.Keys keys = pass.keys(range, mapBytes, random);
      Map<Long, BatchRetention.LastOfProducer> producers = change(LogWriter::lastOfProducers);
      BatchRetention retention =
          new BatchRetention(
              keys.lastOffsets(),
              keys.end(),
              pass.trail(),
              producers,
              nowMillis,
              settings.cleanup().compaction().deleteRetentionMillis());
      pass.rewrite(keys.end(), settings, around.settings().indexBytes(), retention, this::replace);
      return keys.end();
    } catch (ClosedChannelException e) {
      throw closedOr(e);
    } finally {
      log.change(LogWriter::endCompaction);
    }
  }

  /** A partition that is being deleted closes its files under our hands. */
  private IOException closedOr(ClosedChannelException cause) throws IOException {
    change(LogWriter::view);
    return cause;
  }

  private void replace(List<Segment> others, Segment cleaned) throws IOException {
    around
        .removals()
        .remove(
            () -> {
              swap(others, cleaned);
              return cleaned;
            });
  }

  /** Appends wait for the renaming of files, not for the disk; so do reads of these segments. */
  private void swap(List<Segment> others, Segment cleaned) throws IOException {
    SegmentSwap swap = new SegmentSwap(around.disk(), folder, cleaned.baseOffset());
    change(
        writer -> {
          swap.announce();
          return writer.view();
        });
    around.disk().forceDirectory(folder);
    try {
      change(
          writer -> {
            for (Segment other : others) {
              other.abandon();
            }
            swap.complete(others.subList(1, others.size()));
            Segment next =
                new Segment(around.disk(), folder, cleaned.baseOffset(), cleaned.sizeInBytes());
            next.noteSealed();
            return writer.replace(others, next);
          });
    } catch (IOException e) {
      log.takeOffline(
          "compacted segments could not take the place of others ("
              + e.getMessage()
              + "); check the disk below "
              + folder
              + ", and restart to recover the partition");
      throw e;
    }
    around.disk().forceDirectory(folder);
  }

  private <T> T change(LogAccess.Change<T> change) throws IOException {
    return log.change(change)
        .orElseThrow(() -> new CancellationException("the partition is being closed"));
  }
}
