package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a {@code path} setting means: one file, the files of a folder, or those that a glob matches.
 * Only regular files are ever found.
 */
sealed interface FileSearch {

  /** The files that are meant, as they are now. */
  List<Sighting> matching() throws ConnectorException;

  /** The files beside these, where one of these may have been rotated to. */
  List<Sighting> nearby() throws ConnectorException;

  /** Whether a file at {@code place} is meant. */
  boolean covers(Path place);

  /** Reads a {@code path} setting; a place that exists is never a glob. */
  static FileSearch of(String setting) throws ConnectorException {
    Path path = Path.of(setting);
    if (Files.isDirectory(path)) {
      return new Folder(path);
    }
    return Files.exists(path) || !Glob.hasWildcard(setting) ? new One(path) : Glob.of(setting);
  }

  /** One file, whether it exists yet or not. */
  record One(Path path) implements FileSearch {

    @Override
    public boolean covers(Path place) {
      return place.equals(path);
    }

    @Override
    public List<Sighting> matching() throws ConnectorException {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
          throw FileFailure.wrong(
              "file.not-regular", path + " is no regular file.", "Set `path` to a file.");
        }
        return List.of(Sighting.of(path, attributes));
      } catch (NoSuchFileException notYet) {
        return List.of();
      } catch (IOException failure) {
        throw FileFailure.of(path, failure);
      }
    }

    @Override
    public List<Sighting> nearby() throws ConnectorException {
      Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
      return Files.isDirectory(folder)
          ? filesIn(folder, file -> !covers(file) && !isBackup(file))
          : List.of();
    }
  }

  /** All files directly in a folder but hidden ones and the backups of editors. */
  record Folder(Path folder) implements FileSearch {

    @Override
    public boolean covers(Path place) {
      return folder.equals(place.getParent())
          && !place.getFileName().toString().startsWith(".")
          && !isBackup(place);
    }

    @Override
    public List<Sighting> matching() throws ConnectorException {
      return filesIn(folder, this::covers);
    }

    @Override
    public List<Sighting> nearby() {
      return List.of();
    }
  }

  /**
   * The files that a pattern matches.
   *
   * @param base the folder above the first wildcard
   * @param maxDepth how many folders deep the pattern can match
   */
  record Glob(Path base, PathMatcher pattern, int maxDepth) implements FileSearch {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    static boolean hasWildcard(String text) {
      return WILDCARD.matcher(text).find();
    }

    static Glob of(String setting) throws ConnectorException {
      Path whole = Path.of(setting);
      int fixed = 0;
      while (!hasWildcard(whole.getName(fixed).toString())) {
        fixed++;
      }
      Path relative = fixed == 0 ? Path.of("") : whole.subpath(0, fixed);
      Path base = whole.isAbsolute() ? whole.getRoot().resolve(relative) : relative;
      int depth = setting.contains("**") ? Integer.MAX_VALUE : whole.getNameCount() - fixed;
      try {
        return new Glob(base, FileSystems.getDefault().getPathMatcher("glob:" + setting), depth);
      } catch (PatternSyntaxException wrong) {
        throw FileFailure.wrong(
            "file.bad-glob",
            "`path` is no valid glob: " + wrong.getDescription() + " at " + wrong.getIndex() + ".",
            "Correct the pattern; * ? [..] {..} have a meaning, \\ takes it away.");
      }
    }

    @Override
    public boolean covers(Path place) {
      return pattern.matches(place);
    }

    @Override
    public List<Sighting> matching() throws ConnectorException {
      return walk(this::covers);
    }

    @Override
    public List<Sighting> nearby() throws ConnectorException {
      return walk(file -> !covers(file) && !isBackup(file));
    }

    private List<Sighting> walk(Predicate<Path> wanted) throws ConnectorException {
      if (Files.notExists(base)) { // not so when nobody may look
        return List.of();
      }
      List<Sighting> found = new ArrayList<>();
      List<Path> unreadable = new ArrayList<>();
      try {
        Files.walkFileTree(
            base,
            EnumSet.noneOf(FileVisitOption.class),
            maxDepth,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && wanted.test(file)) {
                  found.add(Sighting.of(file, attributes));
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException failure)
                  throws IOException {
                if (Files.notExists(file)) {
                  return FileVisitResult.CONTINUE;
                }
                unreadable.add(file);
                throw failure;
              }
            });
      } catch (IOException failure) {
        throw FileFailure.of(unreadable.isEmpty() ? base : unreadable.getFirst(), failure);
      }
      return found;
    }
  }

  /** Editors rename a file so before they write it anew: nothing goes on there. */
  private static boolean isBackup(Path file) {
    return file.getFileName().toString().endsWith("~");
  }

  private static List<Sighting> filesIn(Path folder, Predicate<Path> wanted)
      throws ConnectorException {
    List<Sighting> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, wanted::test)) {
      for (Path file : files) {
        look(file).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException failure) {
      throw FileFailure.of(folder, failure.getCause());
    } catch (IOException failure) {
      throw FileFailure.of(folder, failure);
    }
    return found;
  }

  /** A regular file as it is now; empty when it is none, or gone since its folder was listed. */
  private static Optional<Sighting> look(Path file) throws ConnectorException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(Sighting.of(file, attributes))
          : Optional.empty();
    } catch (AccessDeniedException mayNotLook) {
      throw FileFailure.of(file, mayNotLook);
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
