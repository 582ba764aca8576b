package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.Adding;
import dev.headrace.log.transaction.Finishing;
import dev.headrace.log.transaction.Opening;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about the transactions of clients, each in the turn of its {@link TransactionSeat}.
 *
 * <p>The record that a partition is added need not be on disk before what is written there: each
 * partition knows which transactions are open in it, so that a start finds it again. Answers wait
 * for the record, and commits for the data.
 */
final class TransactionCoordinator implements ClientTransactions {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionCoordinator.class);

  /** So that every id fits into a record, however many bytes its characters take. */
  private static final int MOST_ID_LENGTH = 8_191;

  private final TransactionSeats seats;
  private final ProducerIds producerIds;
  private final TransactionSteps steps;
  private final TransactionClocks clocks;
  private final TransactionEnvironment environment;

  TransactionCoordinator(
      TransactionSeats seats,
      ProducerIds producerIds,
      TransactionSteps steps,
      TransactionClocks clocks,
      TransactionEnvironment environment) {
    this.seats = seats;
    this.producerIds = producerIds;
    this.steps = steps;
    this.clocks = clocks;
    this.environment = environment;
  }

  @Override
  public CompletionStage<Named> init(
      String transactionalId, Optional<ProducerEpoch> expected, int timeoutMillis) {
    if (transactionalId.isEmpty() || transactionalId.length() > MOST_ID_LENGTH) {
      return refused(TransactionError.INVALID_REQUEST);
    }
    if (timeoutMillis <= 0
        || timeoutMillis > environment.settings().transactionMaxTimeoutMillis()) {
      return refused(TransactionError.INVALID_TRANSACTION_TIMEOUT);
    }
    return init(transactionalId, expected, timeoutMillis, OptionalLong.empty())
        .exceptionally(
            failure -> {
              LOG.warn("{} cannot be given a producer id: {}", transactionalId, failure.toString());
              return new Named.Refused(TransactionError.COORDINATOR_NOT_AVAILABLE);
            });
  }

  private CompletionStage<Named> init(
      String transactionalId,
      Optional<ProducerEpoch> expected,
      int timeoutMillis,
      OptionalLong freshId) {
    return seats
        .ensure(transactionalId)
        .thenCompose(
            seat ->
                seat.inTurn(
                    () ->
                        switch (decide(seat, expected, timeoutMillis, freshId)) {
                          case Opening.As(var state) ->
                              seat.become(state)
                                  ? seat.logged().thenApply(_ -> named(state))
                                  : refused(TransactionError.COORDINATOR_NOT_AVAILABLE);
                          case Opening.NeedsProducerId _ ->
                              producerIds
                                  .next()
                                  .thenCompose(
                                      id ->
                                          init(
                                              transactionalId,
                                              expected,
                                              timeoutMillis,
                                              OptionalLong.of(id)));
                          case Opening.AbortFirst(var ending) ->
                              steps.conclude(seat, ending).thenApply(_ -> busy());
                          case Opening.Refused(TransactionError error) -> refused(error);
                        }));
  }

  /** In turn of the seat; one that was removed just now is the next one's business. */
  private Opening decide(
      TransactionSeat seat,
      Optional<ProducerEpoch> expected,
      int timeoutMillis,
      OptionalLong freshId) {
    return seat.isRemoved()
        ? new Opening.Refused(TransactionError.CONCURRENT_TRANSACTIONS)
        : Opening.decide(
            seat.state(), expected, timeoutMillis, freshId, environment.clock().millis());
  }

  private static Named named(TransactionState state) {
    return new Named.As(state.owner().producer());
  }

  private static Named busy() {
    return new Named.Refused(TransactionError.CONCURRENT_TRANSACTIONS);
  }

  private static CompletionStage<Named> refused(TransactionError error) {
    return CompletableFuture.completedStage(new Named.Refused(error));
  }

  @Override
  public CompletionStage<Optional<TransactionError>> add(
      Writer writer, Set<TopicPartition> partitions) {
    return seats
        .inTurn(
            writer.transactionalId(),
            seat ->
                add(seat, writer, partitions)
                    .map(
                        error ->
                            CompletableFuture.<Optional<TransactionError>>completedStage(
                                Optional.of(error)))
                    .orElseGet(() -> whenLogged(seat)))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.of(unknown(writer))));
  }

  /** What is wrong when nobody has the id. */
  private static TransactionError unknown(Writer writer) {
    return writer.transactionalId().isEmpty()
        ? TransactionError.INVALID_REQUEST
        : TransactionError.INVALID_PRODUCER_ID_MAPPING;
  }

  private static CompletionStage<Optional<TransactionError>> whenLogged(TransactionSeat seat) {
    return seat.logged()
        .handle(
            (_, failed) ->
                failed == null
                    ? Optional.empty()
                    : Optional.of(TransactionError.COORDINATOR_NOT_AVAILABLE));
  }

  /** In turn of the seat. */
  private Optional<TransactionError> add(
      TransactionSeat seat, Writer writer, Set<TopicPartition> partitions) {
    boolean begins = seat.state().filter(Idle.class::isInstance).isPresent();
    return switch (Adding.decide(
        seat.state(),
        writer.producer(),
        partitions,
        writer.version(),
        environment.clock().millis())) {
      case Adding.Refused(TransactionError error) -> Optional.of(error);
      case Adding.Present _ -> Optional.empty();
      case Adding.Added(Ongoing ongoing) -> {
        if (!seat.become(ongoing)) {
          yield Optional.of(TransactionError.COORDINATOR_NOT_AVAILABLE);
        }
        if (begins) {
          clocks.begun(seat, ongoing);
        }
        yield Optional.empty();
      }
    };
  }

  @Override
  public Map<TopicPartition, TransactionError> write(
      Writer writer, Set<TopicPartition> partitions, Consumer<Set<TopicPartition>> write) {
    return seats
        .inTurn(
            writer.transactionalId(),
            seat -> {
              Map<TopicPartition, TransactionError> refused =
                  writer.version() == TransactionVersion.V2
                      ? addAll(seat, writer, partitions)
                      : verify(seat, writer.producer(), partitions);
              Set<TopicPartition> allowed = new HashSet<>(partitions);
              allowed.removeAll(refused.keySet());
              if (!allowed.isEmpty()) {
                write.accept(allowed);
              }
              return refused;
            })
        .orElseGet(() -> all(partitions, unknown(writer)));
  }

  private Map<TopicPartition, TransactionError> addAll(
      TransactionSeat seat, Writer writer, Set<TopicPartition> partitions) {
    if (mayBeTakenForTheLast(seat)) {
      return all(partitions, TransactionError.CONCURRENT_TRANSACTIONS);
    }
    return add(seat, writer, partitions).map(error -> all(partitions, error)).orElse(Map.of());
  }

  /**
   * Whether what is written now could, after a crash, be taken for a part of the last transaction:
   * as long as that had the same epoch, and the record of its end is not on disk.
   */
  private static boolean mayBeTakenForTheLast(TransactionSeat seat) {
    return !seat.isDurable()
        && seat.state()
            .filter(
                state ->
                    state instanceof Completed completed
                        && completed.version() == TransactionVersion.V0)
            .isPresent();
  }

  private static Map<TopicPartition, TransactionError> verify(
      TransactionSeat seat, ProducerEpoch producer, Set<TopicPartition> partitions) {
    Optional<TransactionError> refusal = Adding.refuse(seat.state(), producer);
    if (refusal.isPresent()) {
      return all(partitions, refusal.get());
    }
    if (!seat.isDurable()) {
      return all(partitions, TransactionError.CONCURRENT_TRANSACTIONS);
    }
    Set<TopicPartition> added =
        seat.state().orElseThrow() instanceof Ongoing ongoing ? ongoing.partitions() : Set.of();
    Set<TopicPartition> missing = new HashSet<>(partitions);
    missing.removeAll(added);
    return all(missing, TransactionError.TRANSACTION_ABORTABLE);
  }

  @Override
  public Map<TopicPartition, TransactionError> verify(
      Writer writer, Set<TopicPartition> partitions) {
    return seats
        .inTurn(writer.transactionalId(), seat -> verify(seat, writer.producer(), partitions))
        .orElseGet(() -> all(partitions, unknown(writer)));
  }

  private static Map<TopicPartition, TransactionError> all(
      Set<TopicPartition> partitions, TransactionError error) {
    Map<TopicPartition, TransactionError> all = new HashMap<>();
    partitions.forEach(partition -> all.put(partition, error));
    return all;
  }

  @Override
  public CompletionStage<Named> end(Writer writer, Marker outcome) {
    return seats
        .inTurn(writer.transactionalId(), seat -> end(seat, writer, outcome))
        .orElseGet(() -> refused(unknown(writer)));
  }

  private CompletionStage<Named> end(TransactionSeat seat, Writer writer, Marker outcome) {
    return switch (Finishing.decide(
        seat.state(), writer.producer(), outcome, writer.version(), environment.clock().millis())) {
      case Finishing.Refused(TransactionError error) -> {
        if (error == TransactionError.INVALID_TXN_STATE) {
          LOG.warn(
              "{} cannot {} as {}, for it has no such transaction: {}",
              writer.transactionalId(),
              outcome,
              writer.producer(),
              seat.state());
        }
        yield refused(error);
      }
      case Finishing.Repeated(var owner) ->
          whenLogged(seat)
              .thenApply(
                  failed ->
                      failed
                          .<Named>map(Named.Refused::new)
                          .orElseGet(() -> new Named.As(owner.producer())));
      case Finishing.Begun(var ending) ->
          steps.conclude(seat, ending).thenApply(conclusion -> ended(conclusion, outcome));
    };
  }

  private static Named ended(Conclusion conclusion, Marker wanted) {
    return switch (conclusion) {
      case Conclusion.Done(var completed) ->
          completed.outcome() == wanted
              ? named(completed)
              : new Named.Refused(TransactionError.TRANSACTION_ABORTABLE);
      case Conclusion.Stuck(var prepared, _) -> named(prepared.complete(prepared.updatedMillis()));
      case Conclusion.Refused _, Conclusion.Unknown _ ->
          new Named.Refused(TransactionError.COORDINATOR_NOT_AVAILABLE);
    };
  }

  @Override
  public CompletionStage<Optional<TransactionError>> abort(ProducerEpoch producer) {
    for (TransactionSeat seat : seats.all()) {
      Optional<CompletionStage<Conclusion>> aborted =
          seat.inTurn(
              () ->
                  seat.state()
                      .filter(state -> state.owner().producer().equals(producer))
                      .filter(Ongoing.class::isInstance)
                      .map(Ongoing.class::cast)
                      .map(ongoing -> steps.conclude(seat, ongoing.fence())));
      if (aborted.isPresent()) {
        return aborted
            .get()
            .thenApply(
                conclusion ->
                    conclusion instanceof Conclusion.Done
                        ? Optional.empty()
                        : Optional.of(TransactionError.COORDINATOR_NOT_AVAILABLE));
      }
    }
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public Optional<TransactionListing> describe(String transactionalId) {
    return seats
        .inTurn(transactionalId, seat -> seat.state().map(state -> listing(seat, state)))
        .flatMap(found -> found);
  }

  @Override
  public List<TransactionListing> list() {
    return seats.all().stream().flatMap(seat -> describe(seat.transactionalId()).stream()).toList();
  }

  private TransactionListing listing(TransactionSeat seat, TransactionState state) {
    return new TransactionListing(
        seat.transactionalId(), state, environment.clock().millis() - state.startedMillis());
  }
}
