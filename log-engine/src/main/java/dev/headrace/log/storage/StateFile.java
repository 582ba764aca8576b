package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code replayed.state} in a partition's folder: a {@link StateSnapshot} behind a version
 * and a checksum, replaced as a whole. Without it, or with a damaged one, the log is replayed as a
 * whole, so nothing is lost with it.
 */
final class StateFile {

  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final int VERSION = 2;
  private static final int CHECKSUM = 4;
  private static final int OFFSET = 8;
  private static final int CONTENT = 16;

  private final Disk disk;
  private final Path file;

  StateFile(Disk disk, Path folder) {
    this.disk = disk;
    this.file = folder.resolve("replayed.state");
  }

  /**
   * The snapshot, when it is sound.
   *
   * @param endOffset of the log; a snapshot beyond it is deleted, since other records will be there
   */
  Optional<StateSnapshot> read(long endOffset) throws IOException {
    if (!disk.exists(file)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(disk.readAll(file));
    if (bytes.capacity() < CONTENT
        || bytes.getInt(0) != VERSION
        || bytes.getInt(CHECKSUM) != checksumOf(bytes)) {
      LOG.warn("{} is damaged or of another release: the log is replayed as a whole", file);
      return Optional.empty();
    }
    long offset = bytes.getLong(OFFSET);
    if (offset > endOffset) {
      LOG.warn("{} is of offset {}, the log ends at {}: it is deleted", file, offset, endOffset);
      disk.delete(file);
      disk.forceDirectory(file.getParent());
      return Optional.empty();
    }
    return Optional.of(new StateSnapshot(offset, bytes.slice(CONTENT, bytes.capacity() - CONTENT)));
  }

  /** Replaces the snapshot, durably. */
  void write(StateSnapshot snapshot) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CONTENT + snapshot.content().remaining());
    bytes.putInt(VERSION).putInt(0).putLong(snapshot.offset()).put(snapshot.content().duplicate());
    bytes.putInt(CHECKSUM, checksumOf(bytes));
    disk.replace(file, bytes.array());
  }

  private static int checksumOf(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(OFFSET, bytes.capacity() - OFFSET));
    return (int) crc.getValue();
  }
}
