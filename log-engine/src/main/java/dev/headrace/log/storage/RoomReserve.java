package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some room on the disk for what makes room: the file {@code .reserve}. On a disk without a byte
 * left it is deleted, so that a start of a partition, or the wish to have less kept, can be noted;
 * and it is made again when there is room again. Thread-safe.
 *
 * <pre>
 *   none (plenty of room) ⇄ kept ──► used ──► kept | none
 * </pre>
 */
final class RoomReserve {

  /** The notes of some 30,000 partitions. */
  static final int BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RoomReserve.class);

  /** It is kept only where there is as much beside it. */
  static final long LEAST_BYTES = 2L * BYTES;

  /** With more it is not needed: somebody looks again before so much is written. */
  private static final long PLENTY_BYTES = 2L << 30;

  private final Disk disk;
  private final Path file;
  private boolean isKept;
  private volatile boolean isUsed;

  RoomReserve(Disk disk, Path directory) {
    this.disk = disk;
    this.file = directory.resolve(".reserve");
    this.isKept = disk.exists(file);
  }

  /** Whether it was used, so that what is free now is for what makes room. */
  boolean isUsed() {
    return isUsed;
  }

  /** Bytes that may be written before it should be kept; 0 from then on. */
  static long bytesUntilNeeded(long usableBytes) {
    return Math.max(0, usableBytes - PLENTY_BYTES);
  }

  /**
   * Keeps it if it is time for that.
   *
   * @param usableBytes of the disk, now
   */
  synchronized void keep(long usableBytes) {
    if (isKept || usableBytes < LEAST_BYTES) {
      return;
    }
    isUsed = false;
    if (usableBytes > PLENTY_BYTES) {
      return;
    }
    // Not zeros, which some file systems do not store.
    byte[] content = new byte[BYTES];
    new Random().nextBytes(content);
    try (DiskFile opened = disk.open(file)) {
      opened.write(ByteBuffer.wrap(content), 0);
      opened.force();
      isKept = true;
    } catch (IOException e) {
      LOG.debug("{} cannot be kept now: {}", file, e.toString());
      give();
    }
  }

  /**
   * Gives the room away.
   *
   * @return whether there was any
   */
  synchronized boolean use() {
    if (!isKept) {
      return false;
    }
    isKept = false;
    isUsed = true;
    LOG.warn("no byte is left on the disk of {}: its reserve is used to make room", file);
    return give();
  }

  private boolean give() {
    try {
      disk.delete(file);
      disk.forceDirectory(file.toAbsolutePath().getParent());
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.toString());
      return false;
    }
  }

  /** As {@link #use}, when there is less than it would be. */
  boolean useIfFull() throws IOException {
    return disk.usableBytes(file.toAbsolutePath().getParent()) < BYTES && use();
  }
}
