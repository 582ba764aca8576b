package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The aborted transactions whose markers lie in a segment: {@code .txnindex} in Kafka's format. The
 * file is made with the first of them. Thread-safe.
 */
final class AbortedIndex implements AutoCloseable {

  private static final int ENTRY_BYTES = 34;
  private static final short VERSION = 0;

  /**
   * An aborted transaction.
   *
   * @param lastOffset that of its marker
   * @param lastStableOffset that of the partition once the marker is visible
   */
  record Aborted(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}

  private final Disk disk;
  private final Path path;
  private final EntryFile entries;
  private List<Aborted> loaded = List.of();
  private boolean isLoaded;
  private boolean closed;

  AbortedIndex(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
    this.entries = new EntryFile(disk, path, ENTRY_BYTES);
  }

  synchronized void append(Aborted aborted) throws IOException {
    List<Aborted> next = new ArrayList<>(all());
    next.add(aborted);
    entries.append(
        ByteBuffer.allocate(ENTRY_BYTES)
            .putShort(VERSION)
            .putLong(aborted.producerId())
            .putLong(aborted.firstOffset())
            .putLong(aborted.lastOffset())
            .putLong(aborted.lastStableOffset())
            .flip());
    loaded = next;
  }

  /** The next entry will need nothing of the disk. */
  synchronized void makeRoom() throws IOException {
    all();
    entries.makeRoom(1);
  }

  /** Makes the file. */
  void create() throws IOException {
    entries.count();
  }

  /** In the order of their markers. */
  synchronized List<Aborted> all() throws IOException {
    if (!isLoaded) {
      if (closed) {
        throw new ClosedChannelException();
      }
      loaded = disk.exists(path) ? read() : List.of();
      isLoaded = true;
    }
    return loaded;
  }

  private List<Aborted> read() throws IOException {
    List<Aborted> read = new ArrayList<>();
    for (int i = 0; i < entries.count(); i++) {
      ByteBuffer entry = entries.entry(i).position(Short.BYTES);
      read.add(new Aborted(entry.getLong(), entry.getLong(), entry.getLong(), entry.getLong()));
    }
    return read;
  }

  synchronized void clear() throws IOException {
    loaded = List.of();
    isLoaded = true;
    if (disk.exists(path)) {
      entries.clear();
    }
  }

  /** Writes what waits in memory. */
  void write() throws IOException {
    entries.write();
  }

  void force() throws IOException {
    entries.force();
  }

  synchronized void abandon() throws IOException {
    closed = true;
    entries.abandon();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    entries.close();
  }
}
