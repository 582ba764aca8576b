package dev.headrace.log.broker;

import dev.headrace.log.broker.MetadataRecords.Change;
import dev.headrace.log.record.StateRecord;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The log of topics and producer ids, and the one thread that decides about them: {@code
 * headrace-metadata}. There, a decision may wait for its record to be durable, so the next one sees
 * it applied.
 */
final class MetadataLog implements AutoCloseable {

  private static final TopicPartition PARTITION = new TopicPartition(InternalTopics.METADATA, 0);
  private static final int MOST_WAITING = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 10;

  private final StateLog log;
  private final Partitions partitions;
  private final ThreadPoolExecutor thread;

  private MetadataLog(StateLog log, Partitions partitions) {
    this.log = log;
    this.partitions = partitions;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("headrace-metadata").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the log, making it in a data directory without partitions.
   *
   * @throws IOException also when there are partitions but no metadata: without it nobody knows
   *     which of them are in use, so nothing is touched
   */
  static MetadataLog open(Partitions partitions, InstantSource clock) throws IOException {
    PartitionLog partition = partitions.find(PARTITION).orElse(null);
    if (partition == null) {
      if (!partitions.all().isEmpty()) {
        throw new IOException(
            "the data directory holds partitions but no folder "
                + PARTITION
                + ", which says what topics there are; put it back from a backup, or start with an"
                + " empty data directory");
      }
      partition = partitions.create(PARTITION, InternalTopics.METADATA_ID);
    }
    return new MetadataLog(new StateLog(partition, clock), partitions);
  }

  /**
   * Feeds what was written before to {@code state}. Before the first decision.
   *
   * @param written all that makes up the state, oldest first; asked for from any thread
   */
  void replay(Consumer<Change> state, Supplier<List<Change>> written) throws IOException {
    log.replay(
        new ReplayedState() {
          @Override
          public void replay(StateRecord record, long offset) throws IOException {
            state.accept(MetadataRecords.decode(record));
          }

          @Override
          public List<StateRecord> records() {
            return written.get().stream().map(MetadataRecords::encode).toList();
          }
        });
  }

  /** Runs a decision on the metadata thread; exceptionally when too many wait or it throws. */
  <T> CompletionStage<T> decide(Callable<T> decision) {
    CompletableFuture<T> decided = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              decided.complete(decision.call());
            } catch (Exception e) {
              decided.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException _) {
      decided.completeExceptionally(
          new IOException("too many changes of topics wait, or the node stops; try again later"));
    }
    return decided;
  }

  /**
   * Writes a change and waits until it is durable and applied, also on a full disk: it may be that
   * less is to be kept. Within {@link #decide}, or before the first decision.
   *
   * @throws IOException when it may not be durable; it is not applied then
   */
  void write(Change change, Runnable apply) throws IOException {
    try {
      append(change, apply);
    } catch (IOException e) {
      if (!partitions.useReserve()) {
        throw e;
      }
      append(change, apply);
    }
  }

  private void append(Change change, Runnable apply) throws IOException {
    try {
      log.append(List.of(MetadataRecords.encode(change)), _ -> apply.run())
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the node stops");
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException _) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
