package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room that a data directory has. Thread-safe.
 *
 * @param directory absolute
 */
public record DataSpace(Path directory) {

  public DataSpace {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Bytes of the whole file system. */
  public long totalBytes() throws IOException {
    return Files.getFileStore(directory).getTotalSpace();
  }

  /** Bytes that may still be written. */
  public long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }
}
