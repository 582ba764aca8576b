package dev.headrace.log.broker;

import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.Opening;
import dev.headrace.log.transaction.Owner;
import dev.headrace.log.transaction.TransactionError;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The transactions of this node: those {@link #ofClients()}, and those of writers inside the
 * process, which it opens. Thread-safe.
 */
public final class Transactions implements AutoCloseable {

  private static final int STEP_THREADS = 2;
  private static final long OPEN_SECONDS = 60;
  private static final long CLOSE_SECONDS = 10;

  private final TransactionSeats seats;
  private final Partitions partitions;
  private final ProducerIds producerIds;
  private final TransactionalOffsets offsets;
  private final TransactionEnvironment environment;
  private final TransactionSteps steps;
  private final TransactionClocks clocks;
  private final TransactionCoordinator coordinator;
  private final ThreadPoolExecutor executor;
  private final Map<String, InProcessWriter> writers = new ConcurrentHashMap<>();

  /**
   * @param offsets that groups commit in transactions
   */
  public Transactions(
      TransactionSeats seats,
      Partitions partitions,
      ProducerIds producerIds,
      TransactionalOffsets offsets,
      TransactionEnvironment environment) {
    this.seats = seats;
    this.partitions = partitions;
    this.producerIds = producerIds;
    this.offsets = offsets;
    this.environment = environment;
    executor =
        new ThreadPoolExecutor(
            STEP_THREADS,
            STEP_THREADS,
            OPEN_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // at most one step for each transactional id
            Thread.ofPlatform().name("headrace-commit-", 1).daemon().factory());
    executor.allowCoreThreadTimeOut(true);
    steps = new TransactionSteps(partitions, producerIds, offsets, environment.clock(), executor);
    clocks = new TransactionClocks(seats, steps, environment);
    coordinator = new TransactionCoordinator(seats, producerIds, steps, clocks, environment);
  }

  public ClientTransactions ofClients() {
    return coordinator;
  }

  /**
   * Opens a writer: its predecessor is fenced, and what that had begun is settled, when this
   * returns.
   *
   * @throws WriterUnavailableException when the disk failed, now or during an earlier commit
   */
  public TransactionalWriter open(String transactionalId) {
    OptionalLong freshId = OptionalLong.empty();
    while (true) {
      TransactionSeat seat = await(transactionalId, seats.ensure(transactionalId));
      OptionalLong offered = freshId;
      switch (await(transactionalId, seat.inTurn(() -> open(seat, offered)))) {
        case Attempt.Opened(Owner owner) -> {
          return writer(seat, owner);
        }
        case Attempt.NeedsProducerId() ->
            freshId = OptionalLong.of(await(transactionalId, producerIds.next()));
        case Attempt.Again() -> {}
        case Attempt.Failed(String reason) ->
            throw new WriterUnavailableException(transactionalId, reason);
      }
    }
  }

  /** What came of an attempt to open a writer. */
  private sealed interface Attempt {
    record Opened(Owner owner) implements Attempt {}

    record NeedsProducerId() implements Attempt {}

    /** What was on its way is settled now. */
    record Again() implements Attempt {}

    record Failed(String reason) implements Attempt {}
  }

  /** In turn of the seat. */
  private CompletionStage<Attempt> open(TransactionSeat seat, OptionalLong freshId) {
    if (seat.isRemoved()) {
      return CompletableFuture.completedStage(new Attempt.Again());
    }
    if (seat.stuck().isPresent()) {
      return CompletableFuture.completedStage(new Attempt.Failed(seat.stuck().get()));
    }
    long nowMillis = environment.clock().millis();
    return switch (Opening.decide(
        seat.state(), Optional.empty(), Owner.IN_PROCESS, freshId, nowMillis)) {
      case Opening.As(var state) -> {
        CompletionStage<Void> settled = seat.settled();
        if (!seat.become(state)) {
          yield CompletableFuture.completedStage(
              new Attempt.Failed("the log of transactions takes nothing"));
        }
        seat.use();
        yield seat.logged().thenCombine(settled, (_, _) -> opened(seat, state.owner()));
      }
      case Opening.NeedsProducerId _ ->
          CompletableFuture.completedStage(new Attempt.NeedsProducerId());
      case Opening.AbortFirst(var ending) ->
          steps.conclude(seat, ending).thenApply(Transactions::afterAbort);
      case Opening.Refused(TransactionError _) ->
          seat.settled().thenApply(_ -> new Attempt.Again());
    };
  }

  /** The predecessor's last commit may have failed in a way that only a start can clear up. */
  private static Attempt opened(TransactionSeat seat, Owner owner) {
    return seat.inTurn(
        () ->
            seat.stuck()
                .<Attempt>map(Attempt.Failed::new)
                .orElseGet(() -> new Attempt.Opened(owner)));
  }

  private static Attempt afterAbort(Conclusion conclusion) {
    return switch (conclusion) {
      case Conclusion.Done _ -> new Attempt.Again();
      case Conclusion.Refused(String reason) -> new Attempt.Failed(reason);
      case Conclusion.Stuck(_, String reason) -> new Attempt.Failed(reason);
      case Conclusion.Unknown(String reason) -> new Attempt.Failed(reason);
    };
  }

  private InProcessWriter writer(TransactionSeat seat, Owner owner) {
    InProcessWriter writer =
        new InProcessWriter(
            seat,
            offsets,
            new InProcessCommits(seat, owner, partitions, offsets, steps, environment.clock()),
            executor);
    writers.put(seat.transactionalId(), writer);
    return writer;
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

  /** Waits for what is on its way to its end; later commits fail. */
  @Override
  public void close() {
    clocks.close();
    writers.values().forEach(InProcessWriter::end);
    CompletableFuture<?>[] onTheirWay =
        seats.all().stream()
            .map(seat -> seat.inTurn(seat::settled).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(onTheirWay).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // The next start ends them.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    executor.shutdown();
  }
}
