package dev.headrace.connectors.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file as it was found.
 *
 * @param path where
 * @param size in bytes
 * @param lastModified when it was last written
 */
record Sighting(SourceFile identity, Path path, long size, Instant lastModified) {

  static Sighting of(Path path, BasicFileAttributes attributes) {
    return new Sighting(
        SourceFile.of(path, attributes),
        path,
        attributes.size(),
        attributes.lastModifiedTime().toInstant());
  }

  static Sighting of(Path path) throws IOException {
    return of(path, Files.readAttributes(path, BasicFileAttributes.class));
  }
}
