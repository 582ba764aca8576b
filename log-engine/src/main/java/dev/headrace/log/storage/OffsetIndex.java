package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Where in a segment a batch starts, for a batch every few KiB: {@code .index} in Kafka's format.
 * An entry holds the last offset of the batch, relative to the segment's, and its position.
 * Thread-safe.
 */
final class OffsetIndex implements AutoCloseable {

  private static final int ENTRY_BYTES = 8;

  private final EntryFile entries;
  private final long baseOffset;

  OffsetIndex(Disk disk, Path path, long baseOffset) {
    this.entries = new EntryFile(disk, path, ENTRY_BYTES);
    this.baseOffset = baseOffset;
  }

  void append(long lastOffset, int position) throws IOException {
    entries.append(
        ByteBuffer.allocate(ENTRY_BYTES)
            .putInt((int) (lastOffset - baseOffset))
            .putInt(position)
            .flip());
  }

  /** A position at or before the batch that holds {@code offset}; 0 when none is known. */
  int positionBefore(long offset) throws IOException {
    int low = 0;
    int high = entries.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (baseOffset + entries.entry(middle).getInt(0) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : entries.entry(low - 1).getInt(Integer.BYTES);
  }

  /** Where the batch of the entry with this index starts. */
  int position(int index) throws IOException {
    return entries.entry(index).getInt(Integer.BYTES);
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
