package dev.headrace.log.storage;

import dev.headrace.log.storage.PartitionLog.TimestampedOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The greatest time stamp up to a batch, for a batch every few KiB: {@code .timeindex} in Kafka's
 * format. An entry holds a time stamp and the last offset of its batch, relative to the segment's;
 * both rise from entry to entry. Thread-safe.
 */
final class TimeIndex implements AutoCloseable {

  static final int ENTRY_BYTES = 12;

  private final EntryFile entries;
  private final long baseOffset;

  TimeIndex(Disk disk, Path path, long baseOffset) {
    this.entries = new EntryFile(disk, path, ENTRY_BYTES);
    this.baseOffset = baseOffset;
  }

  /** Appends an entry, unless the last has this time stamp or a later one. */
  void append(long timestampMillis, long lastOffset) throws IOException {
    if (timestampMillis < 0
        || last().filter(it -> it.timestampMillis() >= timestampMillis).isPresent()) {
      return;
    }
    entries.append(
        ByteBuffer.allocate(ENTRY_BYTES)
            .putLong(timestampMillis)
            .putInt((int) (lastOffset - baseOffset))
            .flip());
  }

  Optional<TimestampedOffset> last() throws IOException {
    return entries.last().map(this::decode);
  }

  /** An offset before which no time stamp is as great as this one. */
  long offsetBefore(long timestampMillis) throws IOException {
    int low = 0;
    int high = entries.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entry(middle).timestampMillis() < timestampMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? baseOffset : entry(low - 1).offset();
  }

  private TimestampedOffset entry(int index) throws IOException {
    return decode(entries.entry(index));
  }

  private TimestampedOffset decode(ByteBuffer entry) {
    return new TimestampedOffset(baseOffset + entry.getInt(Long.BYTES), entry.getLong(0));
  }

  int count() throws IOException {
    return entries.count();
  }

  void clear() throws IOException {
    entries.clear();
  }

  /** The next entries, so many, will need nothing of the disk. */
  void makeRoom(int count) throws IOException {
    entries.makeRoom(count);
  }

  /** Writes what waits in memory. */
  void write() throws IOException {
    entries.write();
  }

  void force() throws IOException {
    entries.force();
  }

  void abandon() throws IOException {
    entries.abandon();
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
