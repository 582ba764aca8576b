package dev.headrace.connectors.file;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

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

  /**
   * The identity without the device, whose number may be another one after a restart of the
   * machine; empty where there is no inode.
   */
  Optional<String> inode() {
    int start = id.indexOf(INODE);
    return start < 0 ? Optional.empty() : Optional.of(id.substring(start));
  }
}
