package dev.headrace.log.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that takes so many bytes and not one more, to the byte. What is deleted, cut off or
 * replaced is free at once. It has no hard links, and forces nothing, to be quick.
 */
final class SmallDisk extends UnforcedDisk {

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
  public synchronized long usableBytes(Path directory) throws IOException {
    return freeBytes();
  }

  @Override
  public Optional<DiskLock> lock(Path file) {
    return Optional.of(() -> {});
  }

  private final class SmallFile extends UnforcedFile {

    SmallFile(DiskFile file) {
      super(file);
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
  }
}
