package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A real disk that counts the bytes read from each file. It forces nothing, to be quick. */
public final class CountingDisk implements Disk {

  private final FileDisk real = new FileDisk();
  private final Map<Path, Long> bytesRead = new ConcurrentHashMap<>();

  /** Bytes that were read from the files that match. */
  public long bytesRead(Predicate<Path> files) {
    return bytesRead.entrySet().stream()
        .filter(entry -> files.test(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Whether a file holds batches. */
  public static boolean isData(Path file) {
    return file.toString().endsWith(SegmentFiles.LOG);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new CountingFile(file, real.open(file));
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
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void link(Path file, Path second) throws IOException {
    real.link(file, second);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) {}

  @Override
  public long usableBytes(Path directory) throws IOException {
    return real.usableBytes(directory);
  }

  @Override
  public Optional<DiskLock> lock(Path file) throws IOException {
    return real.lock(file);
  }

  private final class CountingFile implements DiskFile {

    private final Path path;
    private final DiskFile file;

    CountingFile(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int count = file.read(into, position);
      bytesRead.merge(path, (long) count, Long::sum);
      return count;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      file.write(from, position);
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
