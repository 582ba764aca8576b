package dev.headrace.connectors.file;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Names a file whatever it is called.
 *
 * @param id device and inode where the file system has them, else the absolute path
 */
public record SourceFile(String id) {

  private static final String INODE = ",ino=";

  static SourceFile of(Path path, BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return new SourceFile(
        key == null ? path.toAbsolutePath().normalize().toString() : key.toString());
  }

  /** Whether only the number of the device differs, as it may after a restart of the machine. */
  boolean hasInodeOf(SourceFile other) {
    int inode = id.indexOf(INODE);
    return inode >= 0 && other.id.endsWith(id.substring(inode));
  }
}
