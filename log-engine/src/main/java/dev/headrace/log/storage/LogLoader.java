package dev.headrace.log.storage;

import dev.headrace.log.record.ControlRecords;
import dev.headrace.log.record.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a partition from its folder: after a clean stop without reading any data, else by checking
 * every batch of the segments that were not known to be on disk as a whole. Used once, by the
 * thread that opens the data directory.
 */
final class LogLoader {

  /** A file with this name in a partition's folder makes recovery cut where it would refuse. */
  static final String ACCEPT_LOSS = "accept-loss";

  private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

  private final Disk disk;
  private final Path folder;
  private final long nowMillis;
  private final long notedStart;
  private final ProducerStates producers;
  private final Transactions transactions = new Transactions();
  private final List<Segment> segments = new ArrayList<>();

  /** Offsets of the snapshots of producers. */
  private final List<Long> snapshots = new ArrayList<>();

  /**
   * @param notedStart what is below was deleted, whether the files are gone or not
   */
  LogLoader(Disk disk, Path folder, StorageSettings settings, long nowMillis, long notedStart) {
    this.disk = disk;
    this.folder = folder;
    this.nowMillis = nowMillis;
    this.notedStart = notedStart;
    this.producers =
        new ProducerStates(settings.producerLimit(), settings.producerExpirationMillis());
  }

  /** A partition without any file yet. */
  LogState empty() {
    Segment first = new Segment(disk, folder, 0, 0);
    return new LogState(0, List.of(first), new LogPosition(0, first, 0), producers, transactions);
  }

  /**
   * Trusts the files.
   *
   * @param endOffset where the log ended when it was closed
   */
  LogState loadClean(long endOffset) throws IOException, DamagedPartitionException {
    findSegments();
    if (segments.isEmpty() && endOffset == 0) {
      return empty();
    }
    if (segments.isEmpty() || segments.getLast().baseOffset() > endOffset) {
      throw new DamagedPartitionException(
          "the segment that held the records before offset " + endOffset + " is gone");
    }
    Segment last = segments.getLast();
    if ((endOffset == last.baseOffset()) != (last.sizeInBytes() == 0)) {
      throw new DamagedPartitionException(
          last + " has " + last.sizeInBytes() + " bytes, and the log ended at offset " + endOffset);
    }
    restore(snapshotAt(endOffset).orElse(ProducerSnapshot.EMPTY));
    deleteSnapshotsBetween(endOffset);
    return state(new LogPosition(endOffset, last, last.sizeInBytes()));
  }

  /**
   * Checks what is not known to be sound, and cuts off a torn tail.
   *
   * @param notedPoint what is below was on disk; empty when that is not known
   */
  LogState recover(OptionalLong notedPoint) throws IOException, DamagedPartitionException {
    findSegments();
    if (segments.isEmpty() && notedPoint.orElse(0) == 0) {
      return empty();
    }
    long recoveryPoint =
        Math.max(
            notedStart,
            notedPoint.orElse(segments.isEmpty() ? 0 : segments.getFirst().baseOffset()));
    int first = indexOf(recoveryPoint);
    if (first < 0) {
      throw new DamagedPartitionException(
          "the segments with the records before offset " + recoveryPoint + " are gone");
    }
    replayProducersUpTo(first);
    boolean acceptsLoss = disk.exists(folder.resolve(ACCEPT_LOSS));
    TailRecovery tail =
        new TailRecovery(
            disk,
            folder,
            acceptsLoss ? 0 : recoveryPoint,
            notedPoint.isPresent() ? recoveryPoint : Long.MAX_VALUE,
            this::replay);
    LogPosition end = tail.recover(segments, first);
    if (acceptsLoss) {
      disk.delete(folder.resolve(ACCEPT_LOSS));
    }
    deleteSnapshotsBehind(end.offset());
    disk.forceDirectory(folder);
    return end.offset() < notedStart ? restart() : state(end);
  }

  private LogState state(LogPosition end) {
    producers.expire(nowMillis, transactions::isOngoing);
    segments.subList(0, segments.size() - 1).forEach(Segment::noteSealed);
    return new LogState(
        Math.max(notedStart, segments.getFirst().baseOffset()),
        List.copyOf(segments),
        end,
        producers,
        transactions);
  }

  /** All that was not deleted is lost, which may be with log.flush=os: begins at the start anew. */
  private LogState restart() throws IOException {
    for (Segment segment : segments) {
      segment.abandon();
      segment.delete(disk);
    }
    segments.clear();
    Segment first = new Segment(disk, folder, notedStart, 0);
    first.create();
    segments.add(first);
    disk.forceDirectory(folder);
    return state(new LogPosition(notedStart, first, 0));
  }

  private void findSegments() throws IOException {
    List<Path> files = disk.list(folder);
    if (SegmentSwap.settle(disk, folder, files)) {
      disk.forceDirectory(folder);
      files = disk.list(folder);
    }
    for (Path file : files) {
      OptionalLong base = SegmentFiles.offsetIn(file, SegmentFiles.LOG);
      if (base.isPresent()) {
        int size = Math.toIntExact(disk.sizeOf(file));
        segments.add(new Segment(disk, folder, base.getAsLong(), size));
      }
      SegmentFiles.offsetIn(file, SegmentFiles.PRODUCER_SNAPSHOT).ifPresent(snapshots::add);
    }
    segments.sort(Comparator.comparingLong(Segment::baseOffset));
    snapshots.sort(Comparator.reverseOrder());
    deleteSegmentsBelowStart();
  }

  /** The last process noted the start and did not come to delete them all. */
  private void deleteSegmentsBelowStart() throws IOException {
    while (segments.size() > 1 && segments.get(1).baseOffset() <= notedStart) {
      segments.removeFirst().delete(disk);
    }
  }

  private int indexOf(long offset) {
    int index = segments.size() - 1;
    while (index >= 0 && segments.get(index).baseOffset() > offset) {
      index--;
    }
    return index;
  }

  /** Brings the producers to the start of a segment: from the latest snapshot before it. */
  private void replayProducersUpTo(int first) throws IOException, DamagedPartitionException {
    long target = segments.get(first).baseOffset();
    long from = segments.getFirst().baseOffset();
    for (long offset : snapshots) {
      Optional<ProducerSnapshot> snapshot =
          offset <= target ? snapshotAt(offset) : Optional.empty();
      if (snapshot.isPresent()) {
        restore(snapshot.get());
        from = offset;
        break;
      }
    }
    for (int i = Math.max(0, indexOf(from)); i < first; i++) {
      Segment segment = segments.get(i);
      BatchScanner scanner =
          segment.scan(segment.positionOf(from, segment.sizeInBytes()), segment.sizeInBytes());
      while (scanner.next() instanceof BatchScanner.Step.Batch(RecordBatch batch, int position)) {
        replay(batch, new LogPosition(batch.baseOffset(), segment, position));
      }
    }
  }

  private void deleteSnapshotsBehind(long endOffset) throws IOException {
    for (long offset : snapshots) {
      if (offset > endOffset) {
        disk.delete(SegmentFiles.of(folder, offset, SegmentFiles.PRODUCER_SNAPSHOT));
      }
    }
  }

  /** Recoveries begin at the start of a segment; only the last snapshot may lie elsewhere. */
  private void deleteSnapshotsBetween(long endOffset) throws IOException {
    for (long offset : snapshots) {
      if (offset != endOffset && segments.stream().noneMatch(it -> it.baseOffset() == offset)) {
        disk.delete(SegmentFiles.of(folder, offset, SegmentFiles.PRODUCER_SNAPSHOT));
      }
    }
  }

  private Optional<ProducerSnapshot> snapshotAt(long offset) throws IOException {
    Path file = SegmentFiles.of(folder, offset, SegmentFiles.PRODUCER_SNAPSHOT);
    if (!disk.exists(file)) {
      return Optional.empty();
    }
    Optional<ProducerSnapshot> snapshot = ProducerSnapshot.decode(disk.readAll(file));
    if (snapshot.isEmpty()) {
      LOG.warn("{} is damaged: its content is rebuilt from the log", file);
    }
    return snapshot;
  }

  private void restore(ProducerSnapshot snapshot) throws IOException {
    snapshot.producers().values().forEach(producers::restore);
    for (Map.Entry<Long, Long> open : snapshot.openFrom().entrySet()) {
      long producerId = open.getKey();
      long offset = open.getValue();
      Segment segment = segments.get(Math.max(0, indexOf(offset)));
      int position = segment.positionOf(offset, segment.sizeInBytes());
      short epoch =
          Optional.ofNullable(snapshot.producers().get(producerId))
              .map(ProducerState::epoch)
              .orElse((short) 0);
      transactions.restore(
          new Transactions.Ongoing(producerId, epoch, new LogPosition(offset, segment, position)));
    }
  }

  private void replay(RecordBatch batch, LogPosition at) throws IOException {
    if (!batch.hasProducerId()) {
      return;
    }
    if (!batch.isControl()) {
      producers.stored(batch, nowMillis);
      transactions.stored(batch, at);
      return;
    }
    producers.marked(
        batch.producerId(),
        batch.producerEpoch(),
        ControlRecords.coordinatorEpochOf(batch),
        nowMillis);
    Optional<AbortedIndex.Aborted> aborted =
        transactions.marked(batch.producerId(), ControlRecords.markerOf(batch), batch.baseOffset());
    if (aborted.isPresent() && at.segment().isRecovering()) {
      at.segment().aborted().append(aborted.get());
    }
  }
}
