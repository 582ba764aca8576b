package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A real disk that counts the bytes read from each file. It forces nothing, to be quick. */
public final class CountingDisk extends UnforcedDisk {

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

  private final class CountingFile extends UnforcedFile {

    private final Path path;

    CountingFile(Path path, DiskFile file) {
      super(file);
      this.path = path;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      int count = file.read(into, position);
      bytesRead.merge(path, (long) count, Long::sum);
      return count;
    }
  }
}
