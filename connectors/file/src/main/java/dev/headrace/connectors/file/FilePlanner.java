package dev.headrace.connectors.file;

import dev.headrace.connector.ConnectorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says which files are to be read now, and under which names they were read before. */
final class FilePlanner {

  /** How long a file that is read to its end stays open in case it grows. */
  private static final Duration STAYS_OPEN = Duration.ofMinutes(10);

  private static final Comparator<Sighting> OLDEST_FIRST =
      Comparator.comparing(Sighting::lastModified).thenComparing(Sighting::path);

  private final FileSearch search;
  private final Map<SourceFile, FilePosition> known;
  private final Map<String, SourceFile> knownByInode = new HashMap<>();
  private final Instant now;

  /**
   * A planner for one plan.
   *
   * @param known what was read of which file
   * @param now decides which files are left alone because they have not changed for long
   */
  FilePlanner(FileSearch search, Map<SourceFile, FilePosition> known, Instant now) {
    this.search = search;
    this.known = known;
    this.now = now;
    known.keySet().forEach(file -> file.inode().ifPresent(inode -> knownByInode.put(inode, file)));
  }

  /** All files that are there, oldest first, and where they are. */
  Map<SourceFile, Path> all() throws ConnectorException {
    List<Sighting> matching = matching();
    Map<SourceFile, Path> files = new LinkedHashMap<>();
    renamed(matching).forEach(file -> files.put(file.identity(), file.path()));
    matching.forEach(file -> files.putIfAbsent(nameOf(file), file.path()));
    return files;
  }

  /**
   * The files to be read now: those that may have something unread. A single file waits until the
   * file that had its name before is read.
   */
  Map<SourceFile, Path> due() throws ConnectorException {
    List<Sighting> matching = matching();
    Map<SourceFile, Path> files = new LinkedHashMap<>();
    renamed(matching).forEach(file -> files.put(file.identity(), file.path()));
    if (!(search instanceof FileSearch.One)) {
      matching.removeIf(this::isDone);
    }
    if (files.isEmpty() || !(search instanceof FileSearch.One)) {
      matching.forEach(file -> files.putIfAbsent(nameOf(file), file.path()));
    }
    return files;
  }

  private List<Sighting> matching() throws ConnectorException {
    List<Sighting> matching = new ArrayList<>(search.matching());
    matching.sort(OLDEST_FIRST);
    return matching;
  }

  /** Files that were read in part under a name that matches, and are now called otherwise. */
  private List<Sighting> renamed(List<Sighting> matching) throws ConnectorException {
    Set<SourceFile> elsewhere = new HashSet<>(known.keySet());
    matching.forEach(file -> elsewhere.remove(nameOf(file)));
    if (elsewhere.isEmpty()) {
      return List.of();
    }
    return search.nearby().stream()
        .filter(file -> elsewhere.contains(file.identity()))
        .filter(file -> search.covers(Path.of(known.get(file.identity()).path())))
        .filter(file -> isReadInPart(file, known.get(file.identity())))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  private boolean isDone(Sighting file) {
    FilePosition position = known.get(nameOf(file));
    return position != null
        && position.offset() == file.size()
        && file.lastModified().isBefore(now.minus(STAYS_OPEN));
  }

  /** The name that the file's position is kept under. */
  private SourceFile nameOf(Sighting file) {
    if (known.containsKey(file.identity())) {
      return file.identity();
    }
    return file.identity()
        .inode()
        .map(knownByInode::get)
        .filter(former -> isTheSame(file, known.get(former)))
        .orElse(file.identity());
  }

  /** Whether a file on a device that has another number now is the one that was read before. */
  private static boolean isTheSame(Sighting file, FilePosition former) {
    return former.path().equals(file.path().toString())
        && file.size() >= former.offset()
        && hasHead(file, former.head());
  }

  private static boolean isReadInPart(Sighting file, FilePosition position) {
    return file.size() > position.offset() && hasHead(file, position.head());
  }

  private static boolean hasHead(Sighting file, Head head) {
    try (FileChannel channel = FileChannel.open(file.path())) {
      return head.length() > 0 && head.matches(channel);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
