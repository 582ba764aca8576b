package dev.headrace.runtime;

import dev.headrace.connector.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses to start where the log could not write its first records. */
final class DiskSpace {

  /** Room for the internal topics, their indexes, and a little data. */
  static final long LEAST_FREE_BYTES = 32L << 20;

  private DiskSpace() {}

  static void check(Path dataDirectory) throws StartFailure {
    Path existing = dataDirectory.toAbsolutePath();
    while (existing != null && !Files.isDirectory(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return;
    }
    long freeBytes;
    try {
      freeBytes = Files.getFileStore(existing).getUsableSpace();
    } catch (IOException unknown) {
      return; // Some file systems do not tell; what is wrong with them shows when they are written.
    }
    if (freeBytes < LEAST_FREE_BYTES) {
      throw new StartFailure(
          new Reason(
              "data.disk-full",
              "The disk of the data directory %s has %d MiB left; at least %d MiB are needed."
                  .formatted(dataDirectory, freeBytes >> 20, LEAST_FREE_BYTES >> 20),
              "Free some space, or choose a directory on another disk with --data DIR."));
    }
  }
}
