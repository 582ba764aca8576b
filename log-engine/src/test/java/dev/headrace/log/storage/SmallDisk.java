package dev.headrace.log.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that takes so many bytes and not one more, to the byte. What is deleted, cut off or
 * replaced is free at once. It has no hard links, and forces nothing, to be quick.
 */
final class SmallDisk implements Disk {

  private final FileDisk real = new FileDisk();
  private final Path root;
  private final long capacityBytes;

  SmallDisk(Path root, long capacityBytes) {
    this.root = root;
    this.capacityBytes = capacityBytes;
  }

  /** Somebody else takes what is left. */
  synchronized void fillUp() throws IOException {
    try (RandomAccessFile others = new RandomAccessFile(root.resolve("others").toFile(), "rw")) {
      others.setLength(others.length() + freeBytes());
    }
  }

  /** And gives it back. */
  synchronized void clear() throws IOException {
    Files.delete(root.resolve("others"));
  }

  long freeBytes() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return capacityBytes - files.filter(Files::isRegularFile).mapToLong(SmallDisk::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new SmallFile(real.open(file));
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  @Override
  public long sizeOf(Path file) throws IOException {
    return real.sizeOf(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void link(Path file, Path second) {
    throw new UnsupportedOperationException("no hard links here");
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public synchronized long usableBytes(Path directory) throws IOException {
    return freeBytes();
  }

  @Override
  public Optional<DiskLock> lock(Path file) {
    return Optional.of(() -> {});
  }

  private final class SmallFile implements DiskFile {

    private final DiskFile file;

    SmallFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (SmallDisk.this) {
        long growth = Math.max(0, position + from.remaining() - file.size());
        long free = freeBytes();
        if (growth <= free) {
          file.write(from, position);
          return;
        }
        file.write(from.slice(from.position(), (int) (from.remaining() - growth + free)), position);
        throw new NoSpaceException("no room");
      }
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() {}

    @Override
    public FileChannel channel() {
      return file.channel();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
