package dev.headrace.log.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on the room that a data directory has, on the one thread {@code log-space}: the more
 * there is, the less often. Who appends reads what was seen last and asks nobody. Thread-safe.
 */
final class DiskWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long SOON_MILLIS = 1_000;
  private static final long LATEST_MILLIS = 30_000;

  /** No disk is filled quicker. */
  private static final long BYTES_PER_MILLI = 4_000_000;

  private final Disk disk;
  private final Path directory;
  private final DiskBudget budget;
  private final Supplier<? extends Collection<StoredLog>> partitions;
  private final ScheduledThreadPoolExecutor thread;
  private final RoomReserve reserve;
  private volatile long usableBytes = Long.MAX_VALUE;
  private volatile DiskRoom room = DiskRoom.UNKNOWN;
  private boolean isUnknownTold;

  DiskWatch(
      Disk disk,
      Path directory,
      DiskBudget budget,
      RoomReserve reserve,
      Supplier<? extends Collection<StoredLog>> partitions) {
    this.disk = disk;
    this.directory = directory;
    this.budget = budget;
    this.reserve = reserve;
    this.partitions = partitions;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("log-space").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Looks now and from time to time from now on. */
  void begin() {
    look();
    lookAgain();
  }

  /** As of the last look. */
  DiskRoom room() {
    return room;
  }

  /** Whether the records of a topic are refused for now. */
  boolean refuses(String topic) {
    return (room.isFull() || reserve.isUsed()) && budget.refuses(topic);
  }

  /** For people: why they are. */
  String words() {
    return room.isFull() ? room.words() : "the disk is full to its last byte";
  }

  /** Whether what is deleted now is missed by somebody. */
  boolean isTight() {
    return room.holdsSources() || reserve.isUsed() || usableBytes < RoomReserve.LEAST_BYTES;
  }

  /** Does what makes room, also on a disk that has none. */
  <T> T withReserve(FileRemovals.Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (NoSpaceException e) {
      if (!reserve.use()) {
        throw e;
      }
      return work.run();
    }
  }

  /**
   * Gives up the reserve when the disk is full.
   *
   * @return whether a write for which there was no room may succeed now
   */
  boolean useReserve() {
    try {
      return reserve.useIfFull();
    } catch (IOException _) {
      return false;
    }
  }

  /** Looks now; also to be called when a write found no room. */
  synchronized DiskRoom look() {
    try {
      long usedBytes = 0;
      if (budget.maxBytes().isPresent()) {
        usedBytes = partitions.get().stream().mapToLong(StoredLog::sizeInBytes).sum();
      }
      DiskRoom before = room;
      usableBytes = disk.usableBytes(directory);
      room = before.next(budget.limits(usableBytes, usedBytes));
      reserve.keep(usableBytes);
      isUnknownTold = false;
      if (room.level() != before.level()) {
        LOG.warn("{}: {}", directory, room.words());
      }
    } catch (IOException e) {
      if (!isUnknownTold) {
        isUnknownTold = true;
        LOG.warn("{}: nobody knows how much room there is: {}", directory, e.toString());
      }
    }
    return room;
  }

  private void lookAgain() {
    later(
        () -> {
          look();
          lookAgain();
        },
        millisToNextLook());
  }

  private long millisToNextLook() {
    long bytes = Math.min(room.bytesToLow(), RoomReserve.bytesUntilNeeded(usableBytes));
    return Math.clamp(bytes / BYTES_PER_MILLI, SOON_MILLIS, LATEST_MILLIS);
  }

  /** Does something a little later, when there may be room again; not after the end. */
  void soon(Runnable action) {
    later(action, SOON_MILLIS);
  }

  private void later(Runnable action, long millis) {
    try {
      thread.schedule(action, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // Closed meanwhile.
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
