package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that its segment and the slices handed out share: it is closed when the last of them lets
 * go. Opened when it is first needed. Thread-safe.
 */
final class SharedFile {

  private final Disk disk;
  private final Path path;
  private volatile Optional<DiskFile> file = Optional.empty();
  private int holders = 1;

  SharedFile(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * @throws ClosedChannelException after all have let go
   */
  DiskFile opened() throws IOException {
    Optional<DiskFile> open = file;
    return open.isPresent() ? open.get() : openNow();
  }

  private synchronized DiskFile openNow() throws IOException {
    if (holders == 0) {
      throw new ClosedChannelException();
    }
    if (file.isEmpty()) {
      file = Optional.of(disk.open(path));
    }
    return file.get();
  }

  /** Empty after all have let go. */
  Optional<FileSlice> slice(int position, int length) throws IOException {
    synchronized (this) {
      if (holders == 0) {
        return Optional.empty();
      }
      openNow();
      holders++;
    }
    return Optional.of(new Slice(opened(), position, length));
  }

  /** The owner lets go, or a slice does. */
  void release() throws IOException {
    Optional<DiskFile> unused = Optional.empty();
    synchronized (this) {
      if (--holders == 0) {
        unused = file;
        file = Optional.empty();
      }
    }
    if (unused.isPresent()) {
      unused.get().close();
    }
  }

  /** A part of the file. */
  private final class Slice implements FileSlice {

    private final DiskFile open;
    private final int position;
    private final int length;
    private final AtomicBoolean released = new AtomicBoolean();

    Slice(DiskFile open, int position, int length) {
      this.open = open;
      this.position = position;
      this.length = length;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public int read(int from, ByteBuffer into) throws IOException {
      int wanted = Math.min(into.remaining(), length - from);
      if (wanted <= 0) {
        return 0;
      }
      int limit = into.limit();
      into.limit(into.position() + wanted);
      try {
        return open.read(into, (long) position + from);
      } finally {
        into.limit(limit);
      }
    }

    @Override
    public FileChannel channel() {
      return open.channel();
    }

    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        try {
          release();
        } catch (IOException _) {
          // Nothing was written through it; the descriptor is gone either way.
        }
      }
    }
  }
}
