package dev.headrace.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of a folder of config-examples, with addresses of the test's own. */
final class ExampleFolder {

  private static final Path EXAMPLES = Path.of("config-examples");

  private ExampleFolder() {}

  /**
   * Copies a folder, and the data of the quick start, below {@code directory}.
   *
   * @param replacements text in the configs, and what to have instead; each must be found
   * @return the copy, relative to {@code directory}
   */
  static String copy(String name, Path directory, Map<String, String> replacements)
      throws IOException {
    copyFiles(EXAMPLES.resolve("quickstart"), directory);
    Path folder = EXAMPLES.resolve(name);
    copyFiles(folder, directory);
    for (Map.Entry<String, String> each : replacements.entrySet()) {
      if (!replace(directory.resolve(folder), each.getKey(), each.getValue())) {
        throw new IllegalArgumentException(each.getKey() + " stands nowhere in " + folder);
      }
    }
    return folder.toString();
  }

  private static void copyFiles(Path folder, Path directory) throws IOException {
    Path target = Files.createDirectories(directory.resolve(folder));
    try (Stream<Path> files = Files.list(Headrace.HOME.resolve(folder))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean replace(Path folder, String wanted, String instead) throws IOException {
    boolean found = false;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        String text = Files.readString(file);
        found |= text.contains(wanted);
        Files.writeString(file, text.replace(wanted, instead));
      }
    }
    return found;
  }
}
