package dev.headrace.log.storage;

import dev.headrace.log.record.CorruptBatchException;
import dev.headrace.log.record.TopicPartition;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the partitions of a data directory whose topics want it, the dirtiest first, on the one
 * thread {@code log-cleaner}. A partition that cannot be compacted is left alone for a while, and
 * the others go on.
 */
final class Compactor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  private static final long FAILED_MILLIS = Duration.ofHours(1).toMillis();
  private static final long CLOSE_SECONDS = 60;

  private final Supplier<Collection<StoredLog>> partitions;
  private final Checkpoints checkpoints;
  private final InstantSource time;
  private final CleaningSettings settings;
  private final Throttle throttle;
  private final RandomGenerator random = new SecureRandom();
  private final ScheduledThreadPoolExecutor thread;

  /** Up to where each was compacted. */
  private final Map<TopicPartition, Long> firstDirty = new ConcurrentHashMap<>();

  /** Until when those are left alone that could not be compacted. */
  private final Map<TopicPartition, Long> failedUntilMillis = new ConcurrentHashMap<>();

  /** A partition that is to be compacted. */
  private record Due(StoredLog log, LogCompaction compaction, CompactionRange range) {}

  Compactor(
      Supplier<Collection<StoredLog>> partitions,
      Checkpoints checkpoints,
      InstantSource time,
      CleaningSettings settings) {
    this.partitions = partitions;
    this.checkpoints = checkpoints;
    this.time = time;
    this.settings = settings;
    throttle = new Throttle(settings.ioBytesPerSecond(), System::nanoTime);
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("log-cleaner").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Goes on where a former process came to, from now on. */
  void begin(Map<TopicPartition, Long> formerFirstDirty) {
    firstDirty.putAll(formerFirstDirty);
    thread.scheduleWithFixedDelay(
        this::compactAll,
        settings.compactionCheckMillis(),
        settings.compactionCheckMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Compacts whatever is due. */
  void compactAll() {
    try {
      Optional<Due> next = dirtiest();
      while (next.isPresent()) {
        compact(next.get());
        next = dirtiest();
      }
    } catch (CancellationException _) {
      // Closed.
    } catch (RuntimeException e) {
      LOG.error("compaction failed, and is tried again later", e);
    }
  }

  private Optional<Due> dirtiest() {
    long nowMillis = time.millis();
    return partitions.get().stream()
        .flatMap(log -> due(log, nowMillis))
        .max(
            Comparator.comparing((Due due) -> due.range().isOverdue())
                .thenComparingDouble(due -> due.range().dirtyRatio()));
  }

  private Stream<Due> due(StoredLog log, long nowMillis) {
    Optional<LogCompaction> compaction = log.compaction();
    if (compaction.isEmpty()
        || !log.cleanup().compacts()
        || log.offlineReason().isPresent()
        || isLeftAlone(log.topicPartition(), nowMillis)) {
      return Stream.empty();
    }
    try {
      compaction.get().rollWhatIsOverdue();
      CompactionRange range =
          compaction.get().range(firstDirty.getOrDefault(log.topicPartition(), -1L), nowMillis);
      return range.isDue(log.cleanup().compaction())
          ? Stream.of(new Due(log, compaction.get(), range))
          : Stream.empty();
    } catch (IOException e) {
      fail(log, e);
      return Stream.empty();
    }
  }

  /** Not longer when the clock was set back meanwhile. */
  private boolean isLeftAlone(TopicPartition partition, long nowMillis) {
    Long until = failedUntilMillis.get(partition);
    return until != null && nowMillis < until && until - nowMillis <= FAILED_MILLIS;
  }

  private void compact(Due due) {
    StoredLog log = due.log();
    CompactionRange range = due.range();
    long bytesBefore = log.sizeInBytes();
    try {
      // A recovery checks strictly what lies above, where nothing was compacted.
      checkpoints.writeRecoveryPoints();
      int passes = 0;
      while (range.firstDirty() < range.end()) {
        long compactedTo =
            due.compaction().compact(range, settings.mapBytes(), time.millis(), throttle, random);
        firstDirty.put(log.topicPartition(), compactedTo);
        range = range.from(compactedTo);
        passes++;
      }
      checkpoints.writeFirstDirty(Map.copyOf(firstDirty));
      LOG.info(
          "{}: compacted up to offset {} in {} passes, from {} to {} KiB",
          log.topicPartition(),
          range.end(),
          passes,
          bytesBefore >> 10,
          log.sizeInBytes() >> 10);
    } catch (CancellationException e) {
      // Closed, or the partition was deleted meanwhile.
      if (log.offlineReason().isEmpty()) {
        throw e;
      }
    } catch (IOException | CorruptBatchException | ArithmeticException | IllegalStateException e) {
      fail(log, e);
    }
  }

  private void fail(StoredLog log, Exception cause) {
    failedUntilMillis.put(log.topicPartition(), time.millis() + FAILED_MILLIS);
    LOG.error(
        "{}: cannot be compacted, and is left as it is for {} min: {}; others are compacted",
        log.topicPartition(),
        Duration.ofMillis(FAILED_MILLIS).toMinutes(),
        cause.toString());
  }

  /** The partition is gone; another of its name is another. */
  void forget(TopicPartition partition) {
    firstDirty.remove(partition);
    failedUntilMillis.remove(partition);
  }

  /** Ends what is being done at the next batch; the next process does it anew. */
  @Override
  public void close() {
    throttle.close();
    thread.shutdown();
    boolean interrupted = false;
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("compaction takes longer than " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
