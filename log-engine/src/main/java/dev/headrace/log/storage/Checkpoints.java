package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a data directory notes of all its partitions together, in Kafka's files: up to which offset
 * each was on disk ({@code recovery-point-offset-checkpoint}), where those begin whose first
 * segment begins earlier ({@code log-start-offset-checkpoint}), and up to where it was compacted
 * ({@code cleaner-offset-checkpoint}). Thread-safe.
 */
final class Checkpoints {

  static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
  static final String START_OFFSETS = "log-start-offset-checkpoint";

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long EVERY_MILLIS = 30_000;

  private final OffsetCheckpoint recoveryPoints;
  private final OffsetCheckpoint startOffsets;
  private final OffsetCheckpoint firstDirty;
  private final InstantSource time;
  private final Supplier<Collection<StoredLog>> partitions;
  private final AtomicLong lastMillis;

  Checkpoints(
      Disk disk, Path directory, InstantSource time, Supplier<Collection<StoredLog>> partitions) {
    this.recoveryPoints =
        new OffsetCheckpoint(
            disk, directory.resolve(RECOVERY_POINTS), "all partitions are checked");
    this.startOffsets =
        new OffsetCheckpoint(
            disk,
            directory.resolve(START_OFFSETS),
            "deleted records may be there again, up to a whole segment of each partition");
    this.firstDirty =
        new OffsetCheckpoint(
            disk,
            directory.resolve("cleaner-offset-checkpoint"),
            "all is compacted from the beginning");
    this.time = time;
    this.partitions = partitions;
    this.lastMillis = new AtomicLong(time.millis());
  }

  Map<TopicPartition, Long> readRecoveryPoints() throws IOException {
    return recoveryPoints.read();
  }

  Map<TopicPartition, Long> readStartOffsets() throws IOException {
    return startOffsets.read();
  }

  /** Up to where each partition was compacted when that was last noted. */
  Map<TopicPartition, Long> readFirstDirty() throws IOException {
    return firstDirty.read();
  }

  void writeFirstDirty(Map<TopicPartition, Long> offsets) throws IOException {
    synchronized (firstDirty) {
      firstDirty.write(offsets);
    }
  }

  /**
   * Notes the recovery points when they are {@link #EVERY_MILLIS} old, or from the future: the
   * clock was set back then.
   */
  void writeIfDue() {
    long nowMillis = time.millis();
    long last = lastMillis.get();
    boolean isRecent = nowMillis >= last && nowMillis - last < EVERY_MILLIS;
    if (isRecent || !lastMillis.compareAndSet(last, nowMillis)) {
      return;
    }
    try {
      writeRecoveryPoints();
    } catch (IOException e) {
      LOG.warn("recovery points are not noted, so a recovery takes longer: {}", e.toString());
    }
  }

  void writeRecoveryPoints() throws IOException {
    synchronized (recoveryPoints) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (StoredLog log : partitions.get()) {
        offsets.put(log.topicPartition(), log.durableEnd());
      }
      recoveryPoints.write(offsets);
    }
  }

  /** Few partitions are in there: once the segments before a start are gone, theirs is not. */
  void writeStartOffsets() throws IOException {
    synchronized (startOffsets) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (StoredLog log : partitions.get()) {
        if (log.hasRecordsBelowStart()) {
          offsets.put(log.topicPartition(), log.startOffset());
        }
      }
      startOffsets.write(offsets);
    }
  }
}
