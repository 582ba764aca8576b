package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that the log asks of a file system, so that tests can take the power away. Thread-safe.
 *
 * <p>What is written is safe from a loss of power only after {@link DiskFile#force()}; a file that
 * was made, renamed or deleted only after {@link #forceDirectory} of its folder.
 */
public interface Disk {

  /**
   * Opens a file for reading and writing; makes it when it is missing.
   *
   * @throws NoSpaceException when the disk has no room for another file
   */
  DiskFile open(Path file) throws IOException;

  boolean exists(Path path);

  /**
   * @throws java.nio.file.NoSuchFileException when it is missing
   */
  long sizeOf(Path file) throws IOException;

  /** What lies in a folder, in no order. */
  List<Path> list(Path directory) throws IOException;

  /** Makes a folder and those above it; harmless when it is there. */
  void createDirectory(Path directory) throws IOException;

  /** Renames a file or folder in one step; a file that has the new name is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** Gives a file a second name, under which it stays when the first is taken from it. */
  void link(Path file, Path second) throws IOException;

  /** Deletes a file or an empty folder; harmless when it is missing. */
  void delete(Path path) throws IOException;

  void forceDirectory(Path directory) throws IOException;

  /** Bytes that may still be written below a folder. */
  long usableBytes(Path directory) throws IOException;

  /**
   * Locks a file against other processes and other users in this one, until it is closed.
   *
   * @return empty when somebody else holds the lock
   */
  Optional<DiskLock> lock(Path file) throws IOException;

  /** A held lock. */
  interface DiskLock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** All bytes of a small file. */
  default byte[] readAll(Path file) throws IOException {
    try (DiskFile opened = open(file)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(opened.size()));
      opened.read(content, 0);
      return content.array();
    }
  }

  /** Gives a small file a new content, durably: after a crash there is the old one or the new. */
  default void replace(Path file, byte[] content) throws IOException {
    replaceUnforced(file, content);
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /** As {@link #replace}, and left to the caller to force the folder. */
  default void replaceUnforced(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    delete(next);
    try (DiskFile opened = open(next)) {
      opened.write(ByteBuffer.wrap(content), 0);
      opened.force();
    } catch (NoSpaceException e) {
      delete(next); // What was written of it takes room that somebody else may need.
      throw e;
    }
    rename(next, file);
  }
}
