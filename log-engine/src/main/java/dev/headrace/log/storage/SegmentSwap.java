package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The steps by which a segment that compaction wrote takes the place of those it was written from.
 * It happens, also through a crash, from the moment on when the name of its {@code .log.swap} is
 * durable:
 *
 * <pre>
 *   .cleaned ─announce─► .swap ─(folder forced)─► complete: the others are deleted, it gets its name
 *      │ crash: deleted      │ crash: the next start completes it
 * </pre>
 */
final class SegmentSwap {

  private static final List<String> SUFFIXES;

  static {
    // The batches come last: their name says that the others are there.
    List<String> suffixes = new ArrayList<>(SegmentFiles.INDEXES);
    suffixes.add(SegmentFiles.LOG);
    SUFFIXES = List.copyOf(suffixes);
  }

  private final Disk disk;
  private final Path folder;
  private final long baseOffset;

  /**
   * @param baseOffset of the new segment, and of the first that goes
   */
  SegmentSwap(Disk disk, Path folder, long baseOffset) {
    this.disk = disk;
    this.folder = folder;
    this.baseOffset = baseOffset;
  }

  /** Names the whole and forced files of the new segment; then the folder must be forced. */
  void announce() throws IOException {
    for (String suffix : SUFFIXES) {
      disk.rename(file(suffix + SegmentFiles.CLEANED), file(suffix + SegmentFiles.SWAP));
    }
  }

  /**
   * Puts the new segment in place of the others. May be done again after a crash in the midst.
   *
   * @param others the abandoned segments that go, the first excepted, whose files are replaced
   */
  void complete(List<Segment> others) throws IOException {
    for (Segment other : others) {
      other.delete(disk);
    }
    for (String suffix : SUFFIXES) {
      if (disk.exists(file(suffix + SegmentFiles.SWAP))) {
        disk.rename(file(suffix + SegmentFiles.SWAP), file(suffix));
      }
    }
  }

  private Path file(String suffix) {
    return SegmentFiles.of(folder, baseOffset, suffix);
  }

  /**
   * What a process left in a folder when it ended in the midst: what was not announced is deleted,
   * what was is completed.
   *
   * @param files all that is in the folder
   * @return whether there was anything
   */
  static boolean settle(Disk disk, Path folder, List<Path> files) throws IOException {
    boolean found = false;
    for (Path file : files) {
      OptionalLong announced = SegmentFiles.offsetIn(file, SegmentFiles.LOG + SegmentFiles.SWAP);
      if (announced.isPresent()) {
        SegmentSwap swap = new SegmentSwap(disk, folder, announced.getAsLong());
        swap.complete(swap.replaced(file, files));
        found = true;
      }
    }
    for (Path file : found ? disk.list(folder) : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(SegmentFiles.CLEANED) || name.endsWith(SegmentFiles.SWAP)) {
        disk.delete(file);
        found = true;
      }
    }
    return found;
  }

  /** The segments behind the first whose offsets the announced one has. */
  private List<Segment> replaced(Path announced, List<Path> files) throws IOException {
    long end = endOf(announced);
    List<Segment> replaced = new ArrayList<>();
    for (Path file : files) {
      OptionalLong base = SegmentFiles.offsetIn(file, SegmentFiles.LOG);
      if (base.isPresent() && base.getAsLong() > baseOffset && base.getAsLong() < end) {
        replaced.add(new Segment(disk, folder, base.getAsLong(), 0));
      }
    }
    return replaced;
  }

  private long endOf(Path announced) throws IOException {
    long end = baseOffset;
    try (DiskFile opened = disk.open(announced)) {
      BatchScanner scanner = new BatchScanner(opened, 0, Math.toIntExact(opened.size()));
      while (scanner.next() instanceof BatchScanner.Step.Batch(var batch, int _)) {
        end = batch.nextOffset();
      }
    }
    return end;
  }
}
