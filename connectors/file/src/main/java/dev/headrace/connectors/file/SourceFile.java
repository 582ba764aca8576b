package dev.headrace.connectors.file;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Names a file whatever it is called. A partition is named after its first file, and keeps its name
 * when another file takes the place of that one.
 *
 * @param id device and inode where the file system has them, else the absolute path; with a number
 *     behind it where a partition of this name was there before
 */
public record SourceFile(String id) {

  private static final String INODE = ",ino=";
  private static final char NUMBER = '#';

  static SourceFile of(Path path, BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return new SourceFile(
        key == null ? path.toAbsolutePath().normalize().toString() : key.toString());
  }

  /** Another name for the same file. */
  SourceFile numbered(int number) {
    return new SourceFile(id + NUMBER + number);
  }

  /** The file that the partition is named after. */
  SourceFile file() {
    int end = id.lastIndexOf(NUMBER);
    return id.contains(INODE) && end > 0 ? new SourceFile(id.substring(0, end)) : this;
  }

  /**
   * The identity without the device, whose number may be another one after a restart of the
   * machine; empty where there is no inode.
   */
  Optional<String> inode() {
    int start = id.indexOf(INODE);
    return start < 0 ? Optional.empty() : Optional.of(file().id.substring(start));
  }
}
