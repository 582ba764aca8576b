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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which files are to be read now, and as which partitions. A file that took the place of
 * another, which is gone, is read as the partition of that one: its reader sees how they fit.
 */
final class FilePlanner {

  /** How long a file that is read to its end stays open in case it grows. */
  private static final Duration STAYS_OPEN = Duration.ofMinutes(10);

  private static final Comparator<Sighting> OLDEST_FIRST =
      Comparator.comparing(Sighting::lastModified).thenComparing(Sighting::path);

  private final FileSearch search;
  private final KnownFiles known;
  private final Instant now;
  private Optional<List<Sighting>> nearby = Optional.empty();

  /** A file, and the partition that it is read as. */
  private record Named(SourceFile partition, Sighting file) {}

  /**
   * A planner for one plan.
   *
   * @param known what was read of which file
   * @param now decides which files are left alone because they have not changed for long
   */
  FilePlanner(FileSearch search, Map<SourceFile, FilePosition> known, Instant now) {
    this.search = search;
    this.known = new KnownFiles(known);
    this.now = now;
  }

  /** All files that are there, oldest first, and where they are. */
  Map<SourceFile, Path> all() throws ConnectorException {
    List<Named> matching = named(matching());
    return places(renamed(matching), matching);
  }

  /**
   * The files to be read now: those that may have something unread. A single file waits until the
   * file that had its name before is read.
   */
  Map<SourceFile, Path> due() throws ConnectorException {
    List<Named> matching = named(matching());
    List<Named> renamed = renamed(matching);
    if (search instanceof FileSearch.One) {
      return places(renamed, renamed.isEmpty() ? matching : List.of());
    }
    return places(renamed, matching.stream().filter(each -> !isDone(each)).toList());
  }

  private static Map<SourceFile, Path> places(List<Named> first, List<Named> then) {
    Map<SourceFile, Path> places = new LinkedHashMap<>();
    first.forEach(each -> places.put(each.partition(), each.file().path()));
    then.forEach(each -> places.putIfAbsent(each.partition(), each.file().path()));
    return places;
  }

  private List<Sighting> matching() throws ConnectorException {
    List<Sighting> matching = new ArrayList<>(search.matching());
    matching.sort(OLDEST_FIRST);
    return matching;
  }

  /** First those that are known by their identity: only then it is clear whose place is empty. */
  private List<Named> named(List<Sighting> files) throws ConnectorException {
    Set<Path> places = files.stream().map(Sighting::path).collect(Collectors.toSet());
    Map<Sighting, SourceFile> partitions = new HashMap<>();
    for (Sighting file : files) {
      knownAs(file, places).ifPresent(partition -> partitions.put(file, partition));
    }
    Set<SourceFile> present = new HashSet<>(partitions.values());
    List<Named> named = new ArrayList<>();
    for (Sighting file : files) {
      SourceFile partition = partitions.get(file);
      named.add(new Named(partition == null ? newcomer(file, present) : partition, file));
    }
    return named;
  }

  private Optional<SourceFile> knownAs(Sighting file, Set<Path> places) {
    return known
        .of(file.identity())
        .filter(partition -> !isImpostor(file, partition, places))
        .or(
            () ->
                known
                    .ofInode(file.identity())
                    .filter(former -> isTheSame(file, known.position(former))));
  }

  /** Whether a file that has another path has only got the inode of one that was replaced. */
  private boolean isImpostor(Sighting file, SourceFile partition, Set<Path> places) {
    FilePosition position = known.position(partition);
    Path home = Path.of(position.path());
    return !home.equals(file.path())
        && places.contains(home)
        && known.isLatestAtItsPath(partition)
        && !hasHead(file, position.head());
  }

  /** It takes the place of the file that was there before, when that one is nowhere else. */
  private SourceFile newcomer(Sighting file, Set<SourceFile> present) throws ConnectorException {
    Optional<SourceFile> former = known.latestAt(file.path());
    return former.isPresent() && !present.contains(former.get()) && !isNearby(former.get())
        ? former.get()
        : known.newName(file.identity());
  }

  private boolean isNearby(SourceFile partition) throws ConnectorException {
    FilePosition position = known.position(partition);
    for (Sighting file : nearby()) {
      if (file.identity().equals(position.fileOf(partition)) && hasHead(file, position.head())) {
        return true;
      }
    }
    return false;
  }

  /** Files that were read in part under a name that matches, and are now called otherwise. */
  private List<Named> renamed(List<Named> matching) throws ConnectorException {
    Set<SourceFile> elsewhere = new HashSet<>(known.partitions());
    matching.forEach(each -> elsewhere.remove(each.partition()));
    if (elsewhere.isEmpty()) {
      return List.of();
    }
    return nearby().stream()
        .sorted(OLDEST_FIRST)
        .flatMap(
            file -> known.of(file.identity()).map(partition -> new Named(partition, file)).stream())
        .filter(each -> elsewhere.contains(each.partition()))
        .filter(each -> isReadInPart(each.file(), known.position(each.partition())))
        .toList();
  }

  private List<Sighting> nearby() throws ConnectorException {
    if (nearby.isEmpty()) {
      nearby = Optional.of(search.nearby());
    }
    return nearby.get();
  }

  private boolean isDone(Named named) {
    Sighting file = named.file();
    Optional<FilePosition> position = known.find(named.partition());
    return position.isPresent()
        && position.get().fileOf(named.partition()).equals(file.identity())
        && position.get().offset() == file.size()
        && file.lastModified().isBefore(now.minus(STAYS_OPEN));
  }

  private boolean isReadInPart(Sighting file, FilePosition position) {
    return search.covers(Path.of(position.path()))
        && file.size() > position.offset()
        && hasHead(file, position.head());
  }

  /** Whether a file on a device that has another number now is the one that was read before. */
  private static boolean isTheSame(Sighting file, FilePosition former) {
    return former.path().equals(file.path().toString())
        && file.size() >= former.offset()
        && hasHead(file, former.head());
  }

  private static boolean hasHead(Sighting file, Head head) {
    try (FileChannel channel = FileChannel.open(file.path())) {
      return head.length() > 0 && head.matches(channel);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
