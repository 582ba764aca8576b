package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that belongs to one process at a time. Holds beside the partitions {@code .lock}, {@code
 * headrace.format} (version of the format and the leader epoch, which rises with every unclean
 * stop) and, while nobody uses it, {@code .clean-stop}.
 */
final class DataDirectory implements AutoCloseable {

  /** Without it, a folder is none. */
  static final String FORMAT_FILE = "headrace.format";

  private static final int FORMAT_VERSION = 1;
  private static final Pattern FORMAT =
      Pattern.compile("version=(\\d+)\\s+leader\\.epoch=(\\d+)\\s*");
  private static final Pattern VERSION = Pattern.compile("version=(\\d+)\\b.*", Pattern.DOTALL);

  private final Path path;
  private final Disk disk;
  private final DirectoryClaim claim;
  private final boolean wasStoppedCleanly;
  private final int leaderEpoch;

  private DataDirectory(
      Path path, Disk disk, DirectoryClaim claim, boolean wasStoppedCleanly, int leaderEpoch) {
    this.path = path;
    this.disk = disk;
    this.claim = claim;
    this.wasStoppedCleanly = wasStoppedCleanly;
    this.leaderEpoch = leaderEpoch;
  }

  /**
   * Takes the folder, and makes it when it is missing.
   *
   * @param reserve is used when nothing can be written otherwise
   * @param leastUsableBytes of the disk for a new one
   * @throws DataDirectoryException when it cannot be used
   */
  static DataDirectory open(Path path, Disk disk, RoomReserve reserve, long leastUsableBytes)
      throws IOException {
    // One that has a log must be opened on a full disk, too: how else could somebody make room?
    boolean isNew = !disk.exists(path.resolve(FORMAT_FILE));
    DirectoryClaim claim = DirectoryClaim.take(path, disk, isNew ? leastUsableBytes : 0);
    try {
      reserve.useIfFull();
      return DirectoryClaim.explaining(path, () -> use(path, disk, claim));
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  private static DataDirectory use(Path path, Disk disk, DirectoryClaim claim) throws IOException {
    Path format = path.resolve(FORMAT_FILE);
    Path cleanStop = path.resolve(".clean-stop");
    boolean isNew = !disk.exists(format);
    boolean clean = isNew || disk.exists(cleanStop);
    int epoch = isNew ? 0 : readEpoch(format, disk) + (clean ? 0 : 1);
    if (isNew || !clean) {
      disk.replace(format, formatOf(epoch));
    }
    if (disk.exists(cleanStop)) {
      disk.delete(cleanStop);
      disk.forceDirectory(path);
    }
    return new DataDirectory(path, disk, claim, clean, epoch);
  }

  /** The content of the format file. */
  static byte[] formatOf(int leaderEpoch) {
    String content = "version=" + FORMAT_VERSION + "\nleader.epoch=" + leaderEpoch + "\n";
    return content.getBytes(StandardCharsets.US_ASCII);
  }

  private static int readEpoch(Path format, Disk disk) throws IOException {
    String content = new String(disk.readAll(format), StandardCharsets.US_ASCII);
    Matcher version = VERSION.matcher(content);
    if (version.matches() && !version.group(1).equals(String.valueOf(FORMAT_VERSION))) {
      throw new DataDirectoryException(
          "data.newer-format",
          format
              + " says that a newer release wrote this folder (format "
              + version.group(1)
              + "; this release knows "
              + FORMAT_VERSION
              + ").",
          "Use that release, or another data.dir.");
    }
    Matcher matcher = FORMAT.matcher(content);
    if (!matcher.matches()) {
      throw new DataDirectoryException(
          "data.damaged",
          format + " is damaged: it must say 'version=1' and 'leader.epoch=N', a line each.",
          "Write it anew with an epoch higher than any before.");
    }
    return Integer.parseInt(matcher.group(2));
  }

  boolean wasStoppedCleanly() {
    return wasStoppedCleanly;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  /** The next process may trust all files as they are. */
  void noteCleanStop() throws IOException {
    disk.replace(path.resolve(".clean-stop"), new byte[0]);
  }

  @Override
  public void close() throws IOException {
    claim.close();
  }
}
