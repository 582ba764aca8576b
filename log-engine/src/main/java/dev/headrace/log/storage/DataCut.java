package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of a data directory as they were at one moment: what a process that was killed
 * then would have left, so a data directory with these files is recovered as after that. The files
 * stay readable, whatever is written, compacted or deleted meanwhile, until this is closed. Used by
 * one thread.
 *
 * <p>They are held by second names in the folder {@code .cut}; where the file system has none, by
 * copies, and until these are made nobody may take files away. Indexes that still grow are left
 * out, and snapshots of replayed states, which may know of later records; a start makes them anew.
 */
public final class DataCut implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataCut.class);
  private static final String FOLDER = ".cut";
  private static final int COPY_BYTES = 1 << 20;

  private final Disk disk;
  private final Path folder;
  private final List<DataFile> files = new ArrayList<>();
  private final List<PartitionEnds> partitions = new ArrayList<>();
  private int copiedFiles;

  /** Where a partition began and ended. */
  public record PartitionEnds(
      TopicPartition partition, UUID topicId, long startOffset, long endOffset) {}

  private DataCut(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /**
   * Gives the files second names, while nobody takes them away.
   *
   * @throws IOException when a file cannot be named; nothing is left then
   */
  static DataCut of(
      Disk disk, Path dataDirectory, int leaderEpoch, Collection<PartitionCut> partitions)
      throws IOException {
    deleteLeftover(disk, dataDirectory);
    DataCut cut = new DataCut(disk, dataDirectory.resolve(FOLDER));
    try {
      disk.createDirectory(cut.folder);
      for (PartitionCut partition : partitions) {
        cut.add(partition, dataDirectory);
      }
      cut.addNotes(leaderEpoch, partitions);
      return cut;
    } catch (IOException | RuntimeException e) {
      cut.close();
      throw e;
    }
  }

  /** What a process left that ended while it held a cut. */
  static void deleteLeftover(Disk disk, Path dataDirectory) throws IOException {
    Path folder = dataDirectory.resolve(FOLDER);
    if (!disk.exists(folder)) {
      return;
    }
    for (Path partition : disk.list(folder)) {
      for (Path file : disk.list(partition)) {
        disk.delete(file);
      }
      disk.delete(partition);
    }
    disk.delete(folder);
  }

  private void add(PartitionCut cut, Path dataDirectory) throws IOException {
    Path from = PartitionFolder.pathOf(dataDirectory, cut.partition());
    Path to = PartitionFolder.pathOf(folder, cut.partition());
    disk.createDirectory(to);
    made(nameOf(PartitionMetadata.fileIn(to)), PartitionMetadata.encode(cut.topicId()));
    for (Segment segment : cut.view().segments()) {
      keep(segment.file(SegmentFiles.LOG), to, cut.sizeOf(segment));
      if (cut.hasIndexes(segment)) {
        for (String suffix : SegmentFiles.INDEXES) {
          keepWhole(segment.file(suffix), to);
        }
      }
      keepWhole(SegmentFiles.of(from, segment.baseOffset(), SegmentFiles.PRODUCER_SNAPSHOT), to);
    }
    partitions.add(
        new PartitionEnds(
            cut.partition(), cut.topicId(), cut.view().startOffset(), cut.endOffset()));
  }

  /** Small files and those of closed segments, which change no more. */
  private void keepWhole(Path file, Path to) throws IOException {
    if (disk.exists(file)) {
      keep(file, to, disk.sizeOf(file));
    }
  }

  private void keep(Path file, Path to, long sizeInBytes) throws IOException {
    if (disk.exists(file)) {
      Path second = to.resolve(file.getFileName());
      hold(file, second, sizeInBytes);
      files.add(new DataFile.Stored(nameOf(second), second, sizeInBytes));
    }
  }

  private void hold(Path file, Path second, long sizeInBytes) throws IOException {
    try {
      disk.link(file, second);
    } catch (NoSpaceException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      if (copiedFiles++ == 0) {
        LOG.warn("{} cannot have a second name, so files are copied: {}", file, e.toString());
      }
      copy(file, second, sizeInBytes);
    }
  }

  private void copy(Path file, Path second, long sizeInBytes) throws IOException {
    try (DiskFile from = disk.open(file);
        DiskFile to = disk.open(second)) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, sizeInBytes));
      long position = 0;
      while (position < sizeInBytes) {
        piece.clear().limit((int) Math.min(piece.capacity(), sizeInBytes - position));
        if (from.read(piece, position) < piece.limit()) {
          throw new EOFException(file + " has fewer than " + sizeInBytes + " bytes");
        }
        to.write(piece.flip(), position);
        position += piece.limit();
      }
    }
  }

  private void addNotes(int leaderEpoch, Collection<PartitionCut> cuts) {
    Map<TopicPartition, Long> recoveryPoints = new HashMap<>();
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (PartitionCut cut : cuts) {
      recoveryPoints.put(cut.partition(), cut.recoveryPoint());
      if (cut.hasRecordsBelowStart()) {
        starts.put(cut.partition(), cut.view().startOffset());
      }
    }
    made(Checkpoints.RECOVERY_POINTS, OffsetCheckpoint.encode(recoveryPoints));
    made(Checkpoints.START_OFFSETS, OffsetCheckpoint.encode(starts));
    made(DataDirectory.FORMAT_FILE, DataDirectory.formatOf(leaderEpoch));
  }

  private void made(String name, byte[] content) {
    files.add(new DataFile.Made(name, content));
  }

  private String nameOf(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /**
   * What makes up the data directory. {@link #formatFile()} comes last: a folder without it is
   * none.
   */
  public List<DataFile> files() {
    return List.copyOf(files);
  }

  /** Whose it is. */
  public Path dataDirectory() {
    return folder.toAbsolutePath().getParent();
  }

  /** How many files had to be copied to be held: the file system has no hard links for them. */
  public int copiedFiles() {
    return copiedFiles;
  }

  public List<PartitionEnds> partitions() {
    return List.copyOf(partitions);
  }

  /** The name of the file without which, or with another content, a folder is no data directory. */
  public static String formatFile() {
    return DataDirectory.FORMAT_FILE;
  }

  /** Lets the files go. What cannot be deleted is when the next cut is made, or at a start. */
  @Override
  public void close() {
    try {
      deleteLeftover(disk, folder.getParent());
    } catch (IOException e) {
      LOG.warn("{} could not be deleted, and holds disk space: {}", folder, e.toString());
    }
  }
}
