package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Entries of one size, one behind another, as all of Kafka's indexes are. The last few wait in
 * memory until there are enough for a write: an index is rebuilt after a crash. The file is opened
 * when it is first needed. Thread-safe.
 */
final class EntryFile implements AutoCloseable {

  private static final int PENDING_ENTRIES = 256;

  private final Disk disk;
  private final Path path;
  private final int entryBytes;
  private Optional<DiskFile> file = Optional.empty();
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private int writtenEntries;

  EntryFile(Disk disk, Path path, int entryBytes) {
    this.disk = disk;
    this.path = path;
    this.entryBytes = entryBytes;
  }

  synchronized int count() throws IOException {
    opened();
    return writtenEntries + pending.position() / entryBytes;
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

  /** Appends what the buffer holds, which is one entry. */
  synchronized void append(ByteBuffer entry) throws IOException {
    DiskFile opened = opened();
    if (pending.remaining() < entryBytes) {
      writePending(opened);
    }
    pending.put(entry);
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

  /** Writes what waits in memory. */
  @Override
  public synchronized void close() throws IOException {
    if (file.isPresent()) {
      try (DiskFile closing = file.get()) {
        file = Optional.empty();
        writePending(closing);
      }
    }
  }

  /** Closes without writing, for a file that is or will be deleted. */
  synchronized void abandon() throws IOException {
    if (file.isPresent()) {
      DiskFile closing = file.get();
      file = Optional.empty();
      closing.close();
    }
  }

  private DiskFile opened() throws IOException {
    if (file.isEmpty()) {
      DiskFile opened = disk.open(path);
      writtenEntries = (int) (opened.size() / entryBytes);
      pending = ByteBuffer.allocate(0);
      file = Optional.of(opened);
    }
    return file.get();
  }

  private void writePending(DiskFile into) throws IOException {
    if (pending.position() > 0) {
      into.write(pending.flip(), (long) writtenEntries * entryBytes);
      writtenEntries += pending.limit() / entryBytes;
    }
    if (pending.capacity() == 0) {
      pending = ByteBuffer.allocate(PENDING_ENTRIES * entryBytes);
    }
    pending.clear();
  }
}
