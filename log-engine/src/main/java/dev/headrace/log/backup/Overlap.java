package dev.headrace.log.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether folders lie in one another, also by way of links, and also when one is yet to come. */
final class Overlap {

  private Overlap() {}

  /** Whether a folder is another one, or lies somewhere in it. */
  static boolean isWithin(Path inner, Path outer) throws IOException {
    return real(inner).startsWith(real(outer));
  }

  private static Path real(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Path there = absolute;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toRealPath().resolve(there.relativize(absolute)).normalize();
  }
}
