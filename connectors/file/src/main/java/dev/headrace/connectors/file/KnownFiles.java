package dev.headrace.connectors.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/** What was read of which file, found by any of the ways to know a file again. Immutable. */
final class KnownFiles {

  private final Map<SourceFile, FilePosition> positions;
  private final Map<SourceFile, SourceFile> byFile = new HashMap<>();
  private final Map<String, SourceFile> byInode = new HashMap<>();
  private final Map<String, SourceFile> latestAt = new HashMap<>();

  KnownFiles(Map<SourceFile, FilePosition> positions) {
    this.positions = Map.copyOf(positions);
    BinaryOperator<SourceFile> later =
        BinaryOperator.maxBy(
            Comparator.comparingLong(partition -> position(partition).sinceMillis()));
    positions.forEach(
        (partition, position) -> {
          SourceFile file = position.fileOf(partition);
          byFile.merge(file, partition, later);
          file.inode().ifPresent(inode -> byInode.merge(inode, partition, later));
          latestAt.merge(position.path(), partition, later);
        });
  }

  Set<SourceFile> partitions() {
    return positions.keySet();
  }

  /** The partition that reads this file. */
  Optional<SourceFile> of(SourceFile file) {
    return Optional.ofNullable(byFile.get(file));
  }

  /** The partition that reads the file with the inode of this one, on whatever device. */
  Optional<SourceFile> ofInode(SourceFile file) {
    return file.inode().map(byInode::get);
  }

  /** The partition of the file that was the last to be at this path. */
  Optional<SourceFile> latestAt(Path path) {
    return Optional.ofNullable(latestAt.get(path.toString()));
  }

  boolean isLatestAtItsPath(SourceFile partition) {
    return partition.equals(latestAt.get(position(partition).path()));
  }

  /** Whatever is known of a partition that is known. */
  FilePosition position(SourceFile partition) {
    FilePosition position = positions.get(partition);
    if (position == null) {
      throw new IllegalArgumentException("nothing is known of " + partition);
    }
    return position;
  }

  Optional<FilePosition> find(SourceFile partition) {
    return Optional.ofNullable(positions.get(partition));
  }

  /** A name for the partition of a file that is new, though its inode may not be. */
  SourceFile newName(SourceFile file) {
    SourceFile name = file;
    for (int number = 2; positions.containsKey(name); number++) {
      name = file.numbered(number);
    }
    return name;
  }
}
