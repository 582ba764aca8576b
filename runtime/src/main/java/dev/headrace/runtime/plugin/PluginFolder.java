package dev.headrace.runtime.plugin;

import dev.headrace.connector.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * One plugin on disk.
 *
 * @param place its folder, or its only jar
 * @param jars those that can be opened, at least one
 */
record PluginFolder(Path place, List<Path> jars) {

  /**
   * The plugins of a folder: each folder in it with jars, and each jar directly in it. A folder
   * that is not there has none, and is told unless it is the one of {@link Plugins#USUAL_FOLDER}.
   */
  static List<PluginFolder> in(Path folder, Consumer<PluginProblem> problems) {
    if (!Files.isDirectory(folder) && !folder.equals(Plugins.USUAL_FOLDER)) {
      problems.accept(
          new PluginProblem(
              folder.toString(),
              new Reason(
                  "plugin.no-folder",
                  "There is no such folder of plugins.",
                  "Make it, or correct --plugins; relative paths start at the working"
                      + " directory.")));
    }
    List<PluginFolder> found = new ArrayList<>();
    for (Path entry : entries(folder, problems)) {
      boolean jar = isJar(entry);
      if (!jar && !Files.isDirectory(entry)) {
        continue;
      }
      List<Path> jars =
          (jar ? List.of(entry) : entries(entry, problems))
              .stream().filter(PluginFolder::isJar).filter(file -> opens(file, problems)).toList();
      if (!jars.isEmpty()) {
        found.add(new PluginFolder(entry, jars));
      }
    }
    return found;
  }

  String name() {
    return place.getFileName().toString();
  }

  PluginClassLoader open(ClassLoader parent) {
    return new PluginClassLoader(name(), jars.stream().map(PluginFolder::url).toList(), parent);
  }

  private static List<Path> entries(Path folder, Consumer<PluginProblem> problems) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException failed) {
      problems.accept(
          new PluginProblem(
              folder.toString(),
              new Reason(
                  "plugin.unreadable",
                  "The folder cannot be listed: " + failed.getMessage() + ".",
                  "Give the user that runs Headrace read access.")));
    }
    entries.sort(null);
    return entries;
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  /** A class loader passes over jars that it cannot open without a word. */
  private static boolean opens(Path file, Consumer<PluginProblem> problems) {
    try (JarFile _ = new JarFile(file.toFile())) {
      return true;
    } catch (IOException broken) {
      problems.accept(
          new PluginProblem(
              file.toString(),
              new Reason(
                  "plugin.bad-jar",
                  "The jar cannot be opened: " + broken.getMessage() + ".",
                  "Copy it again; it may have come only in part.")));
      return false;
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("a file has a URL: " + jar, impossible);
    }
  }
}
