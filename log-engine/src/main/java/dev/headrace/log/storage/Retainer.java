package dev.headrace.log.storage;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.RecordDeletion.Deleted;
import dev.headrace.log.storage.RetentionReaders.Progress;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what the partitions of a data directory need not keep, from time to time and when
 * somebody asks for it, on the one thread {@code log-retention}. First readers find nothing below
 * the new start, then the start is noted durably, then the files go: so no crash brings back what
 * was said to be deleted.
 */
final class Retainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Retainer.class);
  private static final int MOST_WISHES = 100_000;
  private static final long FIRST_MILLIS = 30_000;
  private static final long LEFTOVER_MILLIS = 200;
  private static final long CLOSE_SECONDS = 30;

  private final Supplier<Collection<StoredLog>> partitions;
  private final Checkpoints checkpoints;
  private final DiskWatch space;
  private final InstantSource time;
  private final ScheduledThreadPoolExecutor thread;
  private final OvertakingWatch watch = new OvertakingWatch();
  private final AtomicBoolean isLookDue = new AtomicBoolean();
  private volatile RetentionReaders readers = RetentionReaders.NONE;
  private volatile boolean areReadersKnown;
  private final LinkedBlockingQueue<Wish> wishes = new LinkedBlockingQueue<>(MOST_WISHES);

  /** Somebody wants the records below an offset deleted. */
  private record Wish(
      StoredLog log, long beforeOffset, CompletableFuture<RecordDeletion> granted) {}

  /**
   * @param space whose reserve is for what is written here
   * @param everyMillis between two looks at all partitions
   */
  Retainer(
      Supplier<Collection<StoredLog>> partitions,
      Checkpoints checkpoints,
      DiskWatch space,
      InstantSource time,
      long everyMillis) {
    this.partitions = partitions;
    this.checkpoints = checkpoints;
    this.space = space;
    this.time = time;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("log-retention").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.scheduleWithFixedDelay(
        this::retain, Math.min(everyMillis, FIRST_MILLIS), everyMillis, TimeUnit.MILLISECONDS);
  }

  /** Looks at these readers from now on. */
  void watch(RetentionReaders others) {
    readers = others;
    areReadersKnown = true;
  }

  /**
   * Looks at all partitions before it is time: somebody may have less kept, and room is scarce. Not
   * before it is known for whom it may have to wait: a start configures all topics.
   */
  void soon() {
    if (areReadersKnown && isLookDue.compareAndSet(false, true)) {
      try {
        thread.execute(this::retain);
      } catch (RejectedExecutionException _) {
        // Closed meanwhile.
      }
    }
  }

  /** Deletes what lies below an offset of a partition; done when that is durable. */
  CompletionStage<RecordDeletion> delete(StoredLog log, long beforeOffset) {
    CompletableFuture<RecordDeletion> granted = new CompletableFuture<>();
    boolean isQueued = wishes.offer(new Wish(log, beforeOffset, granted));
    try {
      if (isQueued) {
        thread.execute(this::grant);
        return granted;
      }
    } catch (RejectedExecutionException _) {
      // Closed meanwhile.
    }
    return CompletableFuture.completedStage(
        new RecordDeletion.Unavailable("too many deletions wait, or the node stops"));
  }

  /** Many wishes at a time cost one note. */
  private void grant() {
    List<Wish> taken = new ArrayList<>();
    wishes.drainTo(taken);
    if (taken.isEmpty()) {
      return;
    }
    List<RecordDeletion> outcomes = taken.stream().map(this::raise).toList();
    Optional<RecordDeletion> failure = tryNote();
    for (int i = 0; i < taken.size(); i++) {
      RecordDeletion outcome = outcomes.get(i);
      taken
          .get(i)
          .granted()
          .complete(outcome instanceof Deleted ? failure.orElse(outcome) : outcome);
    }
    if (failure.isEmpty()) {
      removeAll();
    }
  }

  private Optional<RecordDeletion> tryNote() {
    try {
      space.withReserve(this::note);
      return Optional.empty();
    } catch (IOException e) {
      LOG.error("start offsets could not be noted, so no files are deleted: {}", e.toString());
      return Optional.of(
          new RecordDeletion.Unavailable("the start could not be stored: " + e.getMessage()));
    }
  }

  private RecordDeletion raise(Wish wish) {
    StoredLog log = wish.log();
    Cleanup cleanup = log.cleanup();
    Optional<LogRetention> retention = log.retention();
    if (retention.isEmpty() || log.offlineReason().isPresent()) {
      return new RecordDeletion.Unavailable(log.offlineReason().orElse("offline"));
    }
    if (cleanup.compacts() && !cleanup.deletes()) {
      return new RecordDeletion.CompactedOnly();
    }
    if (wish.beforeOffset() < 0 || wish.beforeOffset() > log.highWatermark()) {
      return new RecordDeletion.OutOfRange();
    }
    try {
      space.withReserve(() -> retention.get().raiseStart(wish.beforeOffset()));
      return new Deleted(log.startOffset());
    } catch (IOException e) {
      return new RecordDeletion.Unavailable(log.topicPartition() + ": " + e.getMessage());
    }
  }

  /** Looks at all partitions. */
  void retain() {
    isLookDue.set(false);
    try {
      long nowMillis = time.millis();
      Map<TopicPartition, List<Progress>> progress = readers.progress();
      boolean isRaised = false;
      for (StoredLog log : partitions.get()) {
        List<Progress> ofLog = progress.getOrDefault(log.topicPartition(), List.of());
        isRaised |= retain(log, ofLog, nowMillis);
      }
      watch.endLook();
      if (!isRaised || tryNote().isEmpty()) {
        removeAll();
      }
    } catch (RuntimeException e) {
      LOG.error("retention failed, and is tried again later", e);
    }
  }

  private boolean retain(StoredLog log, List<Progress> ofLog, long nowMillis) {
    Optional<LogRetention> retention = log.retention();
    if (retention.isEmpty() || log.offlineReason().isPresent()) {
      return false;
    }
    try {
      long from = watch.allowed(log, retention.get(), ofLog, nowMillis);
      long before = log.startOffset();
      if (from > before && space.withReserve(() -> retention.get().raiseStart(from))) {
        LOG.info(
            "{}: records from {} to {} are too old or too many",
            log.topicPartition(),
            before,
            from - 1);
        return true;
      }
    } catch (IOException e) {
      LOG.error("{}: retention failed: {}", log.topicPartition(), e.toString());
    }
    return false;
  }

  /** A recovery must not miss segments that are gone, nor bring back what is deleted. */
  private boolean note() throws IOException {
    checkpoints.writeRecoveryPoints();
    checkpoints.writeStartOffsets();
    return true;
  }

  /** What is not flushed yet is tried again soon. */
  private void removeAll() {
    boolean isMoreToCome = false;
    for (StoredLog log : partitions.get()) {
      try {
        isMoreToCome |=
            log.retention().isPresent()
                && space.withReserve(log.retention().get()::removeBelowStart);
      } catch (IOException e) {
        LOG.error("{}: files could not be deleted: {}", log.topicPartition(), e.toString());
      }
    }
    if (isMoreToCome && !thread.isShutdown()) {
      thread.schedule(this::removeAll, LEFTOVER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends what is being done; what still waits is refused. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("retention takes longer than {} s to stop", CLOSE_SECONDS);
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
    List<Wish> late = new ArrayList<>();
    wishes.drainTo(late);
    late.forEach(wish -> wish.granted().complete(new RecordDeletion.Unavailable("the node stops")));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
