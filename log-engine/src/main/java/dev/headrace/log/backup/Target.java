package dev.headrace.log.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder to be filled, which nobody has put anything into. */
final class Target {

  private final Path folder;
  private final boolean wasThere;

  private Target(Path folder, boolean wasThere) {
    this.folder = folder;
    this.wasThere = wasThere;
  }

  /**
   * Makes the folder, unless it is there and empty.
   *
   * @param code of the refusal when it is not
   */
  static Target claim(Path folder, String code) throws IOException, BackupException {
    boolean wasThere = Files.exists(folder);
    if (wasThere && !isEmptyFolder(folder)) {
      throw new BackupException(
          code,
          folder + " is there already, and is not an empty folder.",
          "Name a folder that does not exist yet, or is empty.");
    }
    Files.createDirectories(folder);
    return new Target(folder, wasThere);
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Takes away what was put into it. What cannot be deleted is added to the failure. */
  void undo(Throwable failure) {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        if (!path.equals(folder) || !wasThere) {
          Files.delete(path);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }
}
