package dev.headrace.log.storage;

import dev.headrace.log.storage.Disk.DiskLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * That a folder belongs to this process, until it is closed or the process ends: the lock on its
 * file {@code .lock}. Threads may share it.
 */
public final class DirectoryClaim implements AutoCloseable {

  private static final long MIB = 1024 * 1024;

  private final DiskLock lock;

  private DirectoryClaim(DiskLock lock) {
    this.lock = lock;
  }

  /**
   * Takes a folder that holds no log, or one that nobody is to touch meanwhile; makes it when it is
   * missing.
   *
   * @throws DataDirectoryException when it cannot be used
   */
  public static DirectoryClaim take(Path path) throws IOException {
    return take(path, new FileDisk(), 0);
  }

  static DirectoryClaim take(Path path, Disk disk, long leastUsableBytes) throws IOException {
    return explaining(
        path,
        () -> {
          disk.createDirectory(path);
          checkSpace(path, disk, leastUsableBytes);
          return new DirectoryClaim(
              disk.lock(path.resolve(".lock")).orElseThrow(() -> inUse(path, disk)));
        });
  }

  /** Something that is done in the folder. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does something in the folder, and says what its owner can do when the system does not let it.
   */
  static <T> T explaining(Path path, Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new DataDirectoryException(
          "data.not-a-directory",
          path + " is a file, and data.dir must be a folder.",
          "Name another data.dir.",
          e);
    } catch (AccessDeniedException e) {
      throw new DataDirectoryException(
          "data.not-writable",
          "This user may not write to " + e.getFile() + ".",
          "Change its owner or its permissions, or name another data.dir.",
          e);
    } catch (NoSpaceException e) {
      throw new DataDirectoryException(
          "data.disk-full",
          "No byte is left on the disk of " + path + ": " + e.getMessage() + ".",
          "Make a little room, or name another data.dir.",
          e);
    } catch (FileSystemException e) {
      if (SystemError.READ_ONLY.isMeantBy(e)) {
        throw new DataDirectoryException(
            "data.not-writable",
            path + " lies on a read-only file system.",
            "Name another data.dir.",
            e);
      }
      throw e;
    }
  }

  private static void checkSpace(Path path, Disk disk, long leastUsableBytes) throws IOException {
    long usable = disk.usableBytes(path);
    if (usable < leastUsableBytes) {
      throw new DataDirectoryException(
          "data.disk-full",
          "Only "
              + usable / MIB
              + " MiB are free for "
              + path
              + ", at least "
              + leastUsableBytes / MIB
              + " MiB are needed.",
          "Make room, or name another data.dir.");
    }
  }

  private static DataDirectoryException inUse(Path path, Disk disk) {
    return new DataDirectoryException(
        "data.in-use",
        path
            + " is in use by "
            + owner(path, disk).map(pid -> "the process " + pid).orElse("another process")
            + ".",
        "Stop it, or name another data.dir.");
  }

  private static Optional<String> owner(Path path, Disk disk) {
    try {
      String pid = new String(disk.readAll(path.resolve(".lock")), StandardCharsets.US_ASCII);
      return Optional.of(pid.strip()).filter(it -> !it.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
