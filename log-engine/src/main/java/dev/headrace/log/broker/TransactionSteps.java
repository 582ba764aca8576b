package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes transactions, of clients and of writers inside the process, from the choice of their
 * outcome to their end, in steps that wait for the disk without holding a thread:
 *
 * <pre>
 *   Ending ─data durable─► Prepared ─durable─► markers ─durable─► Completed (logged, unwaited)
 * </pre>
 *
 * A commit of which not all data could be made durable becomes an abort, which waits for no data.
 */
final class TransactionSteps {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionSteps.class);
  private static final long UNTIL_ROOM_MILLIS = 500;

  private final Partitions partitions;
  private final ProducerIds producerIds;
  private final TransactionalOffsets offsets;
  private final Markers markers;
  private final InstantSource clock;
  private final Executor executor;

  /**
   * @param offsets learn how transactions with offsets of groups ended
   * @param executor runs the steps, so that neither the flushing thread nor an event loop does
   */
  TransactionSteps(
      Partitions partitions,
      ProducerIds producerIds,
      TransactionalOffsets offsets,
      InstantSource clock,
      Executor executor) {
    this.partitions = partitions;
    this.producerIds = producerIds;
    this.offsets = offsets;
    this.markers = new Markers(partitions, Optional.of(executor));
    this.clock = clock;
    this.executor = executor;
  }

  /** Ends a transaction. In turn of its seat, which becomes {@code ending} by this. */
  CompletionStage<Conclusion> conclude(TransactionSeat seat, Ending ending) {
    seat.becomeUnlogged(ending);
    CompletionStage<Conclusion> conclusion = new Run(seat, ending).begin();
    seat.expect(conclusion);
    return conclusion;
  }

  /** One transaction on its way to its end. */
  private final class Run {

    private final TransactionSeat seat;
    private final Ending ending;

    Run(TransactionSeat seat, Ending ending) {
      this.seat = seat;
      this.ending = ending;
    }

    CompletionStage<Conclusion> begin() {
      return then(decide().thenCombine(nextProducerId(), this::prepare), Supplier::get)
          .exceptionally(this::broken);
    }

    private CompletionStage<Marker> decide() {
      if (ending.outcome() == Marker.ABORT) {
        return CompletableFuture.completedStage(Marker.ABORT);
      }
      Collection<TopicPartition> touched = ending.transaction().partitions();
      return CompletableFuture.allOf(
              touched.stream()
                  .flatMap(name -> partitions.find(name).stream())
                  .map(TransactionSteps::written)
                  .toArray(CompletableFuture[]::new))
          .handle((_, failed) -> failed == null ? Marker.COMMIT : refused(failed));
    }

    private Marker refused(Throwable cause) {
      LOG.error(
          "transaction of {} is aborted, for not all of it is on disk: {}",
          seat.transactionalId(),
          cause.getMessage());
      return Marker.ABORT;
    }

    private CompletionStage<OptionalLong> nextProducerId() {
      return ending.movesOn()
          ? producerIds.next().thenApply(OptionalLong::of)
          : CompletableFuture.completedStage(OptionalLong.empty());
    }

    private Supplier<CompletionStage<Conclusion>> prepare(
        Marker outcome, OptionalLong nextProducerId) {
      return () ->
          seat.inTurn(
              () -> {
                Prepared prepared = ending.prepare(outcome, nextProducerId, clock.millis());
                if (!seat.become(prepared)) {
                  return CompletableFuture.completedStage(
                      giveUp("the log of transactions takes nothing"));
                }
                return logged(prepared);
              });
    }

    /** In turn of the seat. */
    private CompletionStage<Conclusion> logged(Prepared prepared) {
      return then(
          seat.logged().handle((_, failed) -> Optional.ofNullable(failed)),
          failed ->
              failed
                  .map(cause -> CompletableFuture.completedStage(unknown(cause)))
                  .orElseGet(
                      () -> then(markers.write(prepared), refusal -> complete(prepared, refusal))));
    }

    /** An abort needs no memory: it is what any start decides. A commit must not be forgotten. */
    private CompletionStage<Conclusion> complete(Prepared prepared, Optional<String> refusal) {
      if (refusal.isPresent() && prepared.outcome() == Marker.COMMIT) {
        return CompletableFuture.completedStage(stuck(prepared, refusal.get()));
      }
      for (TopicPartition partition : prepared.partitions()) {
        if (partition.topic().equals(InternalTopics.CONSUMER_OFFSETS)) {
          offsets.end(partition, prepared.owner().producer().producerId(), prepared.outcome());
        }
      }
      return logged(prepared, prepared.complete(clock.millis()));
    }

    /** All is done but for this note; it can wait for room on the disk. */
    private CompletionStage<Conclusion> logged(Prepared prepared, Completed completed) {
      if (seat.inTurn(() -> seat.become(completed))) {
        return CompletableFuture.completedStage(new Conclusion.Done(completed));
      }
      return partitions.room().isFull()
          ? CompletableFuture.supplyAsync(
                  () -> logged(prepared, completed),
                  CompletableFuture.delayedExecutor(
                      UNTIL_ROOM_MILLIS, TimeUnit.MILLISECONDS, executor))
              .thenCompose(Function.identity())
          : CompletableFuture.completedStage(
              stuck(prepared, "the log of transactions takes nothing"));
    }

    private Conclusion stuck(Prepared prepared, String refusal) {
      String reason =
          "the last transaction of "
              + seat.transactionalId()
              + " is decided, but "
              + refusal
              + "; mend that and restart";
      return seat.inTurn(
          () -> {
            seat.leaveStuck(reason);
            LOG.error("{}", reason);
            return new Conclusion.Stuck(prepared, reason);
          });
    }

    private Conclusion unknown(Throwable cause) {
      String reason =
          "the disk failed while a transaction of "
              + seat.transactionalId()
              + " was ended, how it has ended shows when the node is restarted: "
              + cause.getMessage();
      return seat.inTurn(
          () -> {
            seat.leaveStuck(reason);
            LOG.error("{}", reason);
            return new Conclusion.Unknown(reason);
          });
    }

    /** Something went wrong that should not: what is logged decides. */
    private Conclusion broken(Throwable failure) {
      return seat.inTurn(
          () ->
              seat.state().filter(ending::equals).isPresent()
                  ? giveUp(failure.toString())
                  : unknown(failure));
    }

    private Conclusion giveUp(String reason) {
      return seat.inTurn(
          () -> {
            seat.becomeUnlogged(ending.transaction());
            LOG.error("a transaction of {} cannot be ended: {}", seat.transactionalId(), reason);
            return new Conclusion.Refused(reason);
          });
    }
  }

  /** Done when all that was written to a partition is durable. */
  private static CompletableFuture<Void> written(PartitionLog partition) {
    Optional<String> offline = partition.offlineReason();
    return offline.isPresent()
        ? CompletableFuture.failedFuture(
            new IllegalStateException(partition.topicPartition() + " is offline: " + offline.get()))
        : partition.durable(partition.endOffset()).toCompletableFuture();
  }

  private <T> CompletionStage<Conclusion> then(
      CompletionStage<T> step, Function<T, CompletionStage<Conclusion>> next) {
    return step.thenApplyAsync(next, executor).thenCompose(Function.identity());
  }
}
