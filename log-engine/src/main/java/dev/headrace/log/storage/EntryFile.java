package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Entries of one size, one behind another, as all of Kafka's indexes are. The last few wait in
 * memory until there are enough for a write: an index is rebuilt after a crash. The file is opened
 * when it is first needed, and never again after it was closed: another may have its name then.
 * Thread-safe.
 */
final class EntryFile implements AutoCloseable {

  private static final int PENDING_ENTRIES = 256;

  private final Disk disk;
  private final Path path;
  private final int entryBytes;
  private Optional<DiskFile> file = Optional.empty();
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private int writtenEntries;
  private boolean closed;

  EntryFile(Disk disk, Path path, int entryBytes) {
    this.disk = disk;
    this.path = path;
    this.entryBytes = entryBytes;
  }

  synchronized int count() throws IOException {
    opened();
    return writtenEntries + pending.position() / entryBytes;
  }

  /** The last entry; the file is not kept open for it. */
  synchronized Optional<ByteBuffer> last() throws IOException {
    if (file.isPresent() || closed) {
      int count = count();
      return count == 0 ? Optional.empty() : Optional.of(entry(count - 1));
    }
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    try (DiskFile opened = disk.open(path)) {
      long count = opened.size() / entryBytes;
      if (count == 0) {
        return Optional.empty();
      }
      ByteBuffer entry = ByteBuffer.allocate(entryBytes);
      if (opened.read(entry, (count - 1) * entryBytes) < entryBytes) {
        throw new IOException(path + " ends before its last entry");
      }
      return Optional.of(entry.flip());
    }
  }

  /** The entry, from position 0 of a buffer of its own. */
  synchronized ByteBuffer entry(int index) throws IOException {
    DiskFile opened = opened();
    ByteBuffer entry = ByteBuffer.allocate(entryBytes);
    int inPending = (index - writtenEntries) * entryBytes;
    if (inPending >= 0) {
      entry.put(pending.duplicate().flip().position(inPending).limit(inPending + entryBytes));
    } else if (opened.read(entry, (long) index * entryBytes) < entryBytes) {
      throw new IOException(path + " ends before its entry " + index);
    }
    return entry.flip();
  }

  /** Makes room in memory, so that the next entries, so many, need nothing of the disk. */
  synchronized void makeRoom(int entries) throws IOException {
    DiskFile opened = opened();
    if (pending.remaining() < entries * entryBytes) {
      writePending(opened);
      if (pending.remaining() < entries * entryBytes) {
        pending = ByteBuffer.allocate(entries * entryBytes);
      }
    }
  }

  /** Appends what the buffer holds, which is one entry. */
  synchronized void append(ByteBuffer entry) throws IOException {
    makeRoom(1);
    pending.put(entry);
  }

  /** Writes what waits in memory, if the file was opened. */
  synchronized void write() throws IOException {
    if (file.isPresent()) {
      writePending(file.get());
    }
  }

  /** Forgets all entries. */
  synchronized void clear() throws IOException {
    DiskFile opened = opened();
    pending.clear();
    writtenEntries = 0;
    opened.truncate(0);
  }

  /** Writes what waits in memory and forces the file, if it was opened. */
  synchronized void force() throws IOException {
    if (file.isPresent()) {
      writePending(file.get());
      file.get().force();
    }
  }

  /** Writes what waits in memory. The file is not opened again. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (file.isPresent()) {
      try (DiskFile closing = file.get()) {
        file = Optional.empty();
        writePending(closing);
      }
    }
  }

  /** Closes without writing, for a file that is or will be deleted, and not opened again. */
  synchronized void abandon() throws IOException {
    closed = true;
    if (file.isPresent()) {
      DiskFile closing = file.get();
      file = Optional.empty();
      closing.close();
    }
  }

  private DiskFile opened() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (file.isEmpty()) {
      DiskFile opened = disk.open(path);
      writtenEntries = (int) (opened.size() / entryBytes);
      pending = ByteBuffer.allocate(0);
      file = Optional.of(opened);
    }
    return file.get();
  }

  /** After a failure all waits as before. */
  private void writePending(DiskFile into) throws IOException {
    if (pending.position() > 0) {
      into.write(pending.duplicate().flip(), (long) writtenEntries * entryBytes);
      writtenEntries += pending.position() / entryBytes;
    }
    if (pending.capacity() == 0) {
      pending = ByteBuffer.allocate(PENDING_ENTRIES * entryBytes);
    }
    pending.clear();
  }
}
