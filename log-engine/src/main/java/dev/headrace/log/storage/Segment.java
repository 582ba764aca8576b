package dev.headrace.log.storage;

import dev.headrace.log.record.RecordBatch;
import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A part of a partition: a file of batches and the indexes beside it. Appended by one thread at a
 * time, under the partition's lock; read by any. Files are opened when they are first needed.
 */
final class Segment {

  static final int INDEX_INTERVAL_BYTES = 4096;

  private static final int SCAN_BYTES = 4096;

  private final Path folder;
  private final String state;
  private final long baseOffset;
  private final SharedFile log;
  private final OffsetIndex offsets;
  private final TimeIndex times;
  private final AbortedIndex aborted;
  private volatile int sizeInBytes;
  private volatile boolean isSealed;
  private volatile Optional<TimestampedOffset> greatest;
  private boolean greatestIsKnown;
  private int bytesSinceIndexEntry;
  private boolean isRecovering;

  /**
   * @param sizeInBytes of the batches that are known to be sound
   */
  Segment(Disk disk, Path folder, long baseOffset, int sizeInBytes) {
    this(disk, folder, baseOffset, sizeInBytes, "");
  }

  /** A new one that is to take the place of others, and has other names until then. */
  static Segment cleaned(Disk disk, Path folder, long baseOffset) {
    return new Segment(disk, folder, baseOffset, 0, SegmentFiles.CLEANED);
  }

  private Segment(Disk disk, Path folder, long baseOffset, int sizeInBytes, String state) {
    this.folder = folder;
    this.state = state;
    this.baseOffset = baseOffset;
    this.sizeInBytes = sizeInBytes;
    this.log = new SharedFile(disk, file(SegmentFiles.LOG));
    this.offsets = new OffsetIndex(disk, file(SegmentFiles.OFFSET_INDEX), baseOffset);
    this.times = new TimeIndex(disk, file(SegmentFiles.TIME_INDEX), baseOffset);
    this.aborted = new AbortedIndex(disk, file(SegmentFiles.ABORTED_INDEX));
    this.greatest = Optional.empty();
    this.greatestIsKnown = sizeInBytes == 0;
  }

  long baseOffset() {
    return baseOffset;
  }

  int sizeInBytes() {
    return sizeInBytes;
  }

  /** Whether nothing is appended any more and all is on disk, the indexes included. */
  boolean isSealed() {
    return isSealed;
  }

  /** It was sealed by a former process. */
  void noteSealed() {
    isSealed = true;
  }

  /** Makes the file of a segment that has nothing yet. */
  void create() throws IOException {
    log.opened();
  }

  /** Makes all files, also those that would come to be only when they are needed. */
  void createAll() throws IOException {
    log.opened();
    offsets.count();
    times.count();
    aborted.create();
  }

  AbortedIndex aborted() {
    return aborted;
  }

  Path logPath() {
    return file(SegmentFiles.LOG);
  }

  /**
   * Writes batches that have their offsets behind the end, and only then counts them as there. The
   * indexes get all they need of the disk before, so that all is as it was after a failure.
   */
  void append(ByteBuffer bytes, Collection<RecordBatch> batches) throws IOException {
    int position = sizeInBytes;
    makeRoomInIndexes(bytes.remaining(), batches.size());
    write(bytes, position);
    for (RecordBatch batch : batches) {
      index(batch, position);
      position += batch.sizeInBytes();
    }
    sizeInBytes = position;
  }

  private void write(ByteBuffer bytes, int position) throws IOException {
    DiskFile file = log.opened();
    try {
      file.write(bytes.duplicate(), position);
    } catch (IOException e) {
      cutOff(file, position, e);
      throw e;
    }
  }

  /** A start after a clean stop takes all that is in the file for batches. */
  private void cutOff(DiskFile file, int position, IOException cause) throws IOException {
    try {
      file.truncate(position);
    } catch (IOException e) {
      IOException both =
          new IOException(
              cause.getMessage() + "; what was written of it cannot be cut off: " + e.getMessage(),
              e);
      both.addSuppressed(cause);
      throw both;
    }
  }

  private void makeRoomInIndexes(int bytes, int batches) throws IOException {
    greatest();
    if ((long) bytesSinceIndexEntry + bytes > INDEX_INTERVAL_BYTES) {
      int entries = Math.min(batches, bytes / INDEX_INTERVAL_BYTES + 1);
      offsets.makeRoom(entries);
      times.makeRoom(entries);
    }
  }

  /** Takes a batch that is in the file already into the indexes and the size. */
  void recover(RecordBatch batch) throws IOException {
    int position = sizeInBytes;
    index(batch, position);
    sizeInBytes = position + batch.sizeInBytes();
  }

  private void index(RecordBatch batch, int position) throws IOException {
    Optional<TimestampedOffset> before = greatest();
    // Kafka's tool compares with the records, of which compaction may leave none in a batch.
    if (batch.recordCount() > 0
        && batch.maxTimestamp() > before.map(TimestampedOffset::timestampMillis).orElse(-1L)) {
      greatest = Optional.of(new TimestampedOffset(batch.lastOffset(), batch.maxTimestamp()));
    }
    if (bytesSinceIndexEntry > INDEX_INTERVAL_BYTES) {
      offsets.append(batch.lastOffset(), position);
      indexGreatest();
      bytesSinceIndexEntry = 0;
    }
    bytesSinceIndexEntry += batch.sizeInBytes();
  }

  /** The greatest time stamp here and the last offset of the batch that has it. */
  Optional<TimestampedOffset> greatest() throws IOException {
    synchronized (times) {
      if (!greatestIsKnown) {
        greatest = times.last();
        greatestIsKnown = true;
      }
      return greatest;
    }
  }

  private void indexGreatest() throws IOException {
    if (greatestIsKnown && greatest.isPresent()) {
      times.append(greatest.get().timestampMillis(), greatest.get().offset());
    }
  }

  /** The size that the larger of its indexes has at most. */
  int indexBytes() {
    return (sizeInBytes / INDEX_INTERVAL_BYTES + 1) * TimeIndex.ENTRY_BYTES;
  }

  /** Where the batch that holds an offset starts, or {@code limit} when none before it does. */
  int positionOf(long offset, int limit) throws IOException {
    if (offset <= baseOffset) {
      return 0;
    }
    int position = offsets.positionBefore(offset);
    ByteBuffer chunk = ByteBuffer.allocate(SCAN_BYTES);
    while (position + RecordBatch.HEADER_BYTES <= limit) {
      chunk.clear();
      log.opened().read(chunk, position);
      chunk.flip();
      int inChunk = 0;
      while (inChunk + RecordBatch.HEADER_BYTES <= chunk.limit() && position < limit) {
        BatchHeader header = BatchHeader.at(chunk, inChunk);
        if (header.lastOffset() >= offset) {
          return position;
        }
        position += header.sizeInBytes();
        inChunk += header.sizeInBytes();
      }
    }
    return limit;
  }

  /** The border behind the batches whose leader epoch is at most {@code epoch}. */
  EpochBorder borderBehind(int epoch, int limit) throws IOException {
    int low = 0;
    int high = offsets.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int position = offsets.position(middle);
      if (position < limit && headerAt(position).leaderEpoch() <= epoch) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    OptionalInt before = OptionalInt.empty();
    int position = low == 0 ? 0 : offsets.position(low - 1);
    while (position < limit) {
      BatchHeader header = headerAt(position);
      if (header.leaderEpoch() > epoch) {
        return new EpochBorder(before, OptionalLong.of(header.baseOffset()));
      }
      before = OptionalInt.of(header.leaderEpoch());
      position += header.sizeInBytes();
    }
    return new EpochBorder(before, OptionalLong.empty());
  }

  /**
   * Where the leader epoch passes a value; epochs never fall from one batch to the next.
   *
   * @param before the epoch of the last batch before; empty for none in this segment
   * @param offset of the first batch behind; empty for none in this segment
   */
  record EpochBorder(OptionalInt before, OptionalLong offset) {}

  BatchHeader headerAt(int position) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RecordBatch.HEADER_BYTES);
    log.opened().read(header, position);
    return BatchHeader.at(header.flip(), 0);
  }

  /** Walks the batches from a position, which is one's start, to another. */
  BatchScanner scan(int from, int to) throws IOException {
    return new BatchScanner(log.opened(), from, to);
  }

  /** An offset before which no record is as late as this. */
  long offsetBeforeTimestamp(long timestampMillis) throws IOException {
    return times.offsetBefore(timestampMillis);
  }

  /** A run of bytes; empty when the files are closed for good. */
  Optional<FileSlice> slice(int position, int length) throws IOException {
    return log.slice(position, length);
  }

  /** Forces the batches, and the aborted transactions, without which they must not be read. */
  void force() throws IOException {
    log.opened().force();
    aborted.force();
  }

  /** Ends the appends: completes the indexes and forces everything. */
  void seal() throws IOException {
    force();
    complete();
    offsets.force();
    times.force();
    isSealed = true;
  }

  /** Brings the time index up to the last batch, as Kafka does when a segment is closed. */
  void complete() throws IOException {
    indexGreatest();
  }

  /** Ends the appends but for what the disk has to do: {@link #seal} writes nothing then. */
  void end() throws IOException {
    complete();
    offsets.write();
    times.write();
    aborted.write();
  }

  /** Whether the indexes are being rebuilt. */
  boolean isRecovering() {
    return isRecovering;
  }

  /** Completes what was rebuilt, on disk. */
  void endRecovery() throws IOException {
    isRecovering = false;
    seal();
  }

  /** Empties the indexes, and counts no batch as there. */
  void beginRecovery() throws IOException {
    offsets.clear();
    times.clear();
    aborted.clear();
    isRecovering = true;
    greatest = Optional.empty();
    greatestIsKnown = true;
    bytesSinceIndexEntry = 0;
    sizeInBytes = 0;
  }

  /** Cuts off what lies behind the batches that are there. */
  void truncate() throws IOException {
    log.opened().truncate(sizeInBytes);
    log.opened().force();
  }

  void close() throws IOException {
    try (offsets;
        times;
        aborted) {
      complete();
    } finally {
      log.release();
    }
  }

  /** Closes without care for the indexes: after a failure, or before the files are deleted. */
  void abandon() throws IOException {
    offsets.abandon();
    times.abandon();
    aborted.abandon();
    log.release();
  }

  /** Deletes the files of an abandoned segment, that with the batches last. */
  void delete(Disk disk) throws IOException {
    for (String suffix : SegmentFiles.INDEXES) {
      disk.delete(file(suffix));
    }
    disk.delete(file(SegmentFiles.LOG));
  }

  Path file(String suffix) {
    return SegmentFiles.of(folder, baseOffset, suffix + state);
  }

  @Override
  public String toString() {
    return file(SegmentFiles.LOG).toString();
  }
}
