package dev.headrace.log.broker;

import dev.headrace.log.broker.CommitOutcome.Aborted;
import dev.headrace.log.broker.CommitOutcome.Committed;
import dev.headrace.log.broker.CommitOutcome.Unsettled;
import dev.headrace.log.broker.CommitPlan.Transaction;
import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.PrepareCommit;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the commits of one transactional id, each in steps that wait for the disk without holding
 * a thread:
 *
 * <pre>
 *   data ─durable─► PREPARE ─durable─► markers ─durable─► committed (COMPLETE is logged, unwaited)
 *     │ refused, or fenced meanwhile
 *     └──► abort markers ─durable─► aborted
 * </pre>
 *
 * One commit at a time; {@link InProcessWriter} sees to it.
 */
final class CommitSteps {

  private static final int COORDINATOR_EPOCH = 0;

  private final String transactionalId;
  private final Partitions partitions;
  private final TransactionLog log;
  private final Executor executor;
  private final InstantSource clock;

  /**
   * @param executor runs the steps, so that the flushing thread does not
   */
  CommitSteps(
      String transactionalId,
      Partitions partitions,
      TransactionLog log,
      Executor executor,
      InstantSource clock) {
    this.transactionalId = transactionalId;
    this.partitions = partitions;
    this.log = log;
    this.executor = executor;
    this.clock = clock;
  }

  /** Runs a step unless the writer was fenced, excluding fencing meanwhile; else empty. */
  interface Fence {
    <T> Optional<T> unlessFenced(Supplier<T> step);
  }

  /** Begins a commit: when this returns, its data is appended. */
  CompletionStage<CommitOutcome> begin(CommitPlan plan, Fence fence) {
    return switch (plan) {
      case CommitPlan.Nothing _ -> CompletableFuture.completedStage(new Committed());
      case CommitPlan.Plain plain -> appendPlain(plain.batch());
      case Transaction transaction -> new Run(transaction, fence).begin();
    };
  }

  private CompletionStage<CommitOutcome> appendPlain(Staged staged) {
    return switch (append(staged)) {
      case Appended.Refused(String message) -> ended(new Aborted(failure(message)));
      case Appended.To(PartitionLog partition, long end) ->
          partition
              .durable(end)
              .handle(
                  (_, failed) ->
                      failed == null ? new Committed() : new Unsettled(unknownOutcome(failed)));
    };
  }

  /** One transaction on its way. */
  private final class Run {

    private final Transaction transaction;
    private final Fence fence;
    private final Map<PartitionLog, Long> ends = new HashMap<>();

    Run(Transaction transaction, Fence fence) {
      this.transaction = transaction;
      this.fence = fence;
    }

    CompletionStage<CommitOutcome> begin() {
      Map<TopicPartition, Integer> sequences = new HashMap<>();
      ProducerEpoch producer = transaction.producer();
      for (Staged staged : transaction.batches()) {
        int count = staged.batch().recordCount();
        int sequence = sequences.merge(staged.partition(), count, Integer::sum) - count;
        staged.batch().stampTransactional(producer.producerId(), producer.epoch(), sequence);
        switch (append(staged)) {
          case Appended.To(PartitionLog partition, long end) -> ends.put(partition, end);
          case Appended.Refused(String message) -> {
            return abort(failure(message));
          }
        }
      }
      return then(durable(ends), this::prepare, failed -> abort(failure(failed.getMessage())));
    }

    private CompletionStage<CommitOutcome> prepare() {
      PrepareCommit prepared = prepared();
      return fence
          .unlessFenced(() -> log.append(transactionalId, prepared))
          .map(
              logged ->
                  then(
                      logged,
                      () -> mark(prepared),
                      failed -> ended(new Unsettled(unknownOutcome(failed)))))
          .orElseGet(() -> abort(new WriterFencedException(transactionalId)));
    }

    private PrepareCommit prepared() {
      long now = clock.millis();
      Map<TopicPartition, PartitionLog> touched = new HashMap<>();
      ends.keySet().forEach(each -> touched.put(each.topicPartition(), each));
      return new TransactionState.Empty(transaction.producer(), now)
          .begin(transaction.producer(), touched.keySet(), now)
          .prepareCommit(now);
    }

    private CompletionStage<CommitOutcome> mark(PrepareCommit prepared) {
      Map<PartitionLog, Long> markers = new HashMap<>();
      for (PartitionLog partition : ends.keySet()) {
        switch (appendMarker(partition, Marker.COMMIT)) {
          case Append.Refused refused when isInUse(partition) -> {
            return ended(
                new Unsettled(unknownOutcome(new CommitFailedException(refused.message()))));
          }
          case Append.Refused _ -> {} // deleted meanwhile, and the records with it
          case Append.Stored stored -> markers.put(partition, stored.endOffset());
          case Append.Duplicate duplicate -> markers.put(partition, duplicate.endOffset());
        }
      }
      return then(
          durable(markers),
          () -> {
            log.append(transactionalId, prepared.complete(clock.millis()));
            return ended(new Committed());
          },
          failed -> ended(new Unsettled(unknownOutcome(failed))));
    }

    /** Without a Prepare record any start aborts it too, so a marker that fails does not matter. */
    private CompletionStage<CommitOutcome> abort(RuntimeException cause) {
      Map<PartitionLog, Long> markers = new HashMap<>();
      for (PartitionLog partition : ends.keySet()) {
        if (appendMarker(partition, Marker.ABORT) instanceof Append.Stored stored) {
          markers.put(partition, stored.endOffset());
        }
      }
      return durable(markers).handle((_, _) -> new Aborted(cause));
    }

    private Append appendMarker(PartitionLog partition, Marker marker) {
      ProducerEpoch producer = transaction.producer();
      return partition.appendMarker(
          producer.producerId(), producer.epoch(), marker, COORDINATOR_EPOCH);
    }
  }

  private Appended append(Staged staged) {
    Optional<PartitionLog> partition = partitions.find(staged.partition());
    if (partition.isEmpty()) {
      return new Appended.Refused(staged.partition() + " does not exist");
    }
    return switch (partition.get().append(staged.batch().bytes(), Origin.NODE)) {
      case Append.Stored stored -> new Appended.To(partition.get(), stored.endOffset());
      case Append.Duplicate duplicate -> new Appended.To(partition.get(), duplicate.endOffset());
      case Append.Refused refused ->
          new Appended.Refused(staged.partition() + " refused a batch: " + refused.message());
    };
  }

  private sealed interface Appended {
    record To(PartitionLog partition, long endOffset) implements Appended {}

    record Refused(String message) implements Appended {}
  }

  private boolean isInUse(PartitionLog partition) {
    return partitions
        .find(partition.topicPartition())
        .filter(it -> it.topicId().equals(partition.topicId()))
        .isPresent();
  }

  private static CompletionStage<Void> durable(Map<PartitionLog, Long> ends) {
    return CompletableFuture.allOf(
        ends.entrySet().stream()
            .map(each -> each.getKey().durable(each.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<CommitOutcome> then(
      CompletionStage<Void> step,
      Supplier<CompletionStage<CommitOutcome>> next,
      Function<Throwable, CompletionStage<CommitOutcome>> otherwise) {
    return step.handleAsync(
            (_, failed) -> failed == null ? next.get() : otherwise.apply(failed), executor)
        .thenCompose(Function.identity());
  }

  private static CompletionStage<CommitOutcome> ended(CommitOutcome outcome) {
    return CompletableFuture.completedStage(outcome);
  }

  private CommitFailedException failure(String message) {
    return new CommitFailedException(
        "commit of writer " + transactionalId + " was not made: " + message);
  }

  private CommitFailedException unknownOutcome(Throwable cause) {
    return new CommitFailedException(
        "the disk failed during a commit of writer "
            + transactionalId
            + ", whether it was made shows when the node is restarted: "
            + cause.getMessage(),
        cause);
  }
}
