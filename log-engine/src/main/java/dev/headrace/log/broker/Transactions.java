package dev.headrace.log.broker;

import dev.headrace.log.broker.CommitOutcome.Unsettled;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionState;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens the writers inside the process, at most one live writer per transactional id. Thread-safe;
 * openings of the same id exclude one another.
 */
public final class Transactions implements AutoCloseable {

  private static final int STEP_THREADS = 2;
  private static final long OPEN_SECONDS = 60;

  private final Partitions partitions;
  private final Metadata metadata;
  private final GroupOffsets groups;
  private final TransactionTopic topic;
  private final InstantSource clock;
  private final Map<String, Seat> seats = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor steps;

  /** The place of the one live writer of a transactional id. */
  private static final class Seat {
    private final ReentrantLock opening = new ReentrantLock();
    private Optional<InProcessWriter> writer = Optional.empty();
  }

  /**
   * @param groups takes the offsets that are committed along
   */
  public Transactions(
      Partitions partitions,
      Metadata metadata,
      TransactionTopic topic,
      GroupOffsets groups,
      InstantSource clock) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.topic = topic;
    this.groups = groups;
    this.clock = clock;
    steps =
        new ThreadPoolExecutor(
            STEP_THREADS,
            STEP_THREADS,
            OPEN_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // at most one step for each writer
            Thread.ofPlatform().name("headrace-commit-", 1).daemon().factory());
    steps.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens a writer: its predecessor is fenced, and what that had begun is settled, when this
   * returns.
   *
   * @throws WriterUnavailableException when the disk failed, now or during an earlier commit
   */
  public TransactionalWriter open(String transactionalId) {
    Seat seat = seats.computeIfAbsent(transactionalId, _ -> new Seat());
    seat.opening.lock();
    try {
      if (seat.writer.isPresent()
          && await(transactionalId, seat.writer.get().fence())
              instanceof Unsettled(RuntimeException cause)) {
        topic.leaveUnsettled(transactionalId, cause.getMessage());
      }
      topic
          .unsettled(transactionalId)
          .ifPresent(
              reason -> {
                throw new WriterUnavailableException(transactionalId, reason);
              });
      InProcessWriter writer = newWriter(transactionalId);
      seat.writer = Optional.of(writer);
      return writer;
    } finally {
      seat.opening.unlock();
    }
  }

  private InProcessWriter newWriter(String transactionalId) {
    TransactionLog log = await(transactionalId, topic.log());
    ProducerEpoch producer =
        log.find(transactionalId)
            .flatMap(state -> state.producer().ofSuccessor())
            .orElseGet(
                () -> ProducerEpoch.firstOf(await(transactionalId, metadata.producerIds().next())));
    await(
        transactionalId,
        log.append(transactionalId, new TransactionState.Empty(producer, clock.millis())));
    return new InProcessWriter(
        transactionalId,
        new CommitPlanner(producer, metadata.producerIds(), groups),
        new CommitSteps(transactionalId, partitions, log, steps, clock),
        steps);
  }

  private static <T> T await(String transactionalId, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(OPEN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw new WriterUnavailableException(
          transactionalId, e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new WriterUnavailableException(
          transactionalId, "the disk did not answer within " + OPEN_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WriterUnavailableException(transactionalId, "interrupted", e);
    }
  }

  /** Waits for the commits on their way; later ones fail. */
  @Override
  public void close() {
    for (Seat seat : Set.copyOf(seats.values())) {
      seat.writer.ifPresent(
          writer -> {
            writer.close();
            writer.fence();
          });
    }
    steps.shutdown();
  }
}
