package dev.headrace.runtime.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connectors of some files and folders.
 *
 * @param connectors in the order of the paths given; inside of a folder by file name
 * @param problems all that is wrong with the files themselves; whether the settings are right is
 *     judged by {@link dev.headrace.runtime.connector.Connectors#validate}
 * @param broken the files that are there and have a problem: what is not read from them may still
 *     be meant
 */
public record ConnectorFiles(
    List<FileConnector> connectors, List<ConfigProblem> problems, Set<String> broken) {

  public ConnectorFiles {
    connectors = List.copyOf(connectors);
    broken = Set.copyOf(broken);
    problems = List.copyOf(problems);
  }

  /**
   * Reads files, and of folders the {@code *.json} directly in them whose names do not begin with a
   * dot. Relative paths, also those inside of settings, start at the working directory.
   */
  public static ConnectorFiles read(List<Path> filesAndFolders) {
    Problems problems = new Problems();
    List<FileConnector> connectors = new ArrayList<>();
    Set<String> broken = new HashSet<>();
    for (Path file : find(filesAndFolders, problems)) {
      int before = problems.count();
      connectors.addAll(ConnectorFile.read(file, problems));
      if (problems.count() > before && Files.exists(file)) {
        broken.add(file.toString());
      }
    }
    return new ConnectorFiles(withoutDuplicates(connectors, problems), problems.toList(), broken);
  }

  /** The files that {@link #read} would read, with what is wrong about finding them noted. */
  static List<Path> find(List<Path> filesAndFolders, Problems problems) {
    List<Path> files = new ArrayList<>();
    for (Path path : filesAndFolders) {
      if (Files.isDirectory(path)) {
        List<Path> inside = inFolder(path, problems);
        inside.stream().filter(file -> !files.contains(file)).forEach(files::add);
      } else if (!files.contains(path)) {
        files.add(path);
      }
    }
    return files;
  }

  private static List<Path> inFolder(Path folder, Problems problems) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            folder,
            entry -> {
              String name = String.valueOf(entry.getFileName());
              return name.endsWith(".json") && !name.startsWith(".") && !Files.isDirectory(entry);
            })) {
      entries.forEach(files::add);
    } catch (IOException | DirectoryIteratorException failed) {
      problems.add(
          folder,
          "config.file-unreadable",
          "",
          "The folder cannot be listed: " + failed.getMessage() + ".",
          "Give the user that runs Headrace read access.");
      return List.of();
    }
    if (files.isEmpty()) {
      problems.add(
          folder,
          "config.no-files",
          "",
          "The folder holds no connector files.",
          "Put files named *.json into it, or name another folder.");
    }
    files.sort(null);
    return files;
  }

  private static List<FileConnector> withoutDuplicates(
      List<FileConnector> connectors, Problems problems) {
    Map<String, FileConnector> byName = new LinkedHashMap<>();
    for (FileConnector connector : connectors) {
      FileConnector first = byName.putIfAbsent(connector.config().name(), connector);
      if (first != null) {
        problems.add(
            connector.at(),
            "config.duplicate-name",
            "name",
            "There are two connectors `"
                + connector.config().name()
                + "`; the first is at "
                + first.at()
                + ".",
            "Rename one: offsets are kept under the name.");
      }
    }
    return List.copyOf(byName.values());
  }
}
