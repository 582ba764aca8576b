package dev.headrace.log.broker;

import dev.headrace.log.broker.CommitOutcome.Aborted;
import dev.headrace.log.broker.CommitOutcome.Committed;
import dev.headrace.log.broker.CommitOutcome.Unsettled;
import dev.headrace.log.broker.CommitPlan.GroupCommit;
import dev.headrace.log.broker.TransactionalWriter.Staged;
import dev.headrace.log.group.GroupError;
import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.storage.PartitionLog;
import dev.headrace.log.storage.PartitionLog.Append;
import dev.headrace.log.storage.PartitionLog.Origin;
import dev.headrace.log.storage.Partitions;
import dev.headrace.log.transaction.Owner;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionVersion;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes the commits of one writer inside the process, one at a time; {@link InProcessWriter} sees
 * to it. A commit of one batch is a plain append. Any other is a transaction whose data is appended
 * all at once, so that the next thing that is logged of it is its outcome: nobody needs a record of
 * an open one, as a start aborts what it finds open and not prepared.
 */
final class InProcessCommits {

  private final TransactionSeat seat;
  private final Partitions partitions;
  private final TransactionalOffsets offsets;
  private final TransactionSteps steps;
  private final InstantSource clock;

  /** As whom the next commit is written. In turn of the seat. */
  private Owner owner;

  InProcessCommits(
      TransactionSeat seat,
      Owner owner,
      Partitions partitions,
      TransactionalOffsets offsets,
      TransactionSteps steps,
      InstantSource clock) {
    this.seat = seat;
    this.owner = owner;
    this.partitions = partitions;
    this.offsets = offsets;
    this.steps = steps;
    this.clock = clock;
  }

  /** Begins a commit: when this returns, its data is appended. */
  CompletionStage<CommitOutcome> begin(CommitPlan plan) {
    return seat.inTurn(
        () -> {
          if (!seat.isOwnedBy(owner) || !(seat.state().orElseThrow() instanceof Idle idle)) {
            return ended(new Aborted(new WriterFencedException(seat.transactionalId())));
          }
          return switch (plan.size()) {
            case 0 -> ended(new Committed());
            case 1 -> {
              CompletionStage<CommitOutcome> plain =
                  plan.batches().isEmpty()
                      ? plain(plan.offsets().getFirst())
                      : plain(plan.batches().getFirst());
              seat.expect(plain);
              yield plain;
            }
            default -> transaction(idle, plan);
          };
        });
  }

  private CompletionStage<CommitOutcome> plain(GroupCommit commit) {
    return offsets
        .write(commit.group(), commit.offsets())
        .thenApply(
            error ->
                error
                    .<CommitOutcome>map(it -> notWritten(commit, it.toString()))
                    .orElse(new Committed()));
  }

  /** Whoever could not flush is offline; a partition that is online has refused and has nothing. */
  private CommitOutcome notWritten(GroupCommit commit, String error) {
    boolean isOnline =
        partitions.find(commit.partition()).filter(it -> it.offlineReason().isEmpty()).isPresent();
    return isOnline
        ? new Aborted(failure("offsets of group " + commit.group() + ": " + error))
        : unsettled(error);
  }

  private CompletionStage<CommitOutcome> plain(Staged staged) {
    return switch (append(staged)) {
      case Appended.Refused(String message) -> ended(new Aborted(failure(message)));
      case Appended.To(PartitionLog partition, long end) ->
          partition
              .durable(end)
              .handle(
                  (_, failed) -> failed == null ? new Committed() : unsettled(failed.getMessage()));
    };
  }

  private CompletionStage<CommitOutcome> transaction(Idle idle, CommitPlan plan) {
    Ongoing transaction = idle.begin(plan.partitions(), TransactionVersion.V2, clock.millis());
    Optional<String> refusal = appendAll(plan, transaction.owner().producer());
    Marker outcome = refusal.isPresent() ? Marker.ABORT : Marker.COMMIT;
    return steps
        .conclude(seat, transaction.end(outcome, TransactionVersion.V2))
        .thenApply(conclusion -> outcome(conclusion, refusal));
  }

  /** Returns why one was refused; empty when all were taken. */
  private Optional<String> appendAll(CommitPlan plan, ProducerEpoch producer) {
    Map<TopicPartition, Integer> sequences = new HashMap<>();
    for (Staged staged : plan.batches()) {
      int count = staged.batch().recordCount();
      int sequence = sequences.merge(staged.partition(), count, Integer::sum) - count;
      staged.batch().stampTransactional(producer.producerId(), producer.epoch(), sequence);
      if (append(staged) instanceof Appended.Refused(String message)) {
        return Optional.of(message);
      }
    }
    for (GroupCommit commit : plan.offsets()) {
      if (offsets.write(commit.group(), Optional.empty(), commit.offsets(), producer)
          instanceof TransactionalCommit.Refused(GroupError error)) {
        return Optional.of("offsets of group " + commit.group() + ": " + error);
      }
    }
    return Optional.empty();
  }

  private CommitOutcome outcome(Conclusion conclusion, Optional<String> refusal) {
    return switch (conclusion) {
      case Conclusion.Done(var completed) -> {
        seat.inTurn(() -> owner = completed.owner());
        yield completed.outcome() == Marker.COMMIT
            ? new Committed()
            : new Aborted(failure(refusal.orElse("not all of it could be written to the disk")));
      }
      case Conclusion.Refused(String reason) -> new Aborted(failure(reason));
      case Conclusion.Stuck(_, String reason) -> unsettledFor(reason);
      case Conclusion.Unknown(String reason) -> unsettledFor(reason);
    };
  }

  private Appended append(Staged staged) {
    Optional<PartitionLog> partition = partitions.find(staged.partition());
    if (partition.isEmpty()) {
      return new Appended.Refused(staged.partition() + " does not exist");
    }
    return switch (partition.get().append(staged.batch().bytes(), Origin.NODE)) {
      case Append.Written written -> new Appended.To(partition.get(), written.endOffset());
      case Append.Refused refused ->
          new Appended.Refused(staged.partition() + " refused a batch: " + refused.message());
    };
  }

  private sealed interface Appended {
    record To(PartitionLog partition, long endOffset) implements Appended {}

    record Refused(String message) implements Appended {}
  }

  private static CompletionStage<CommitOutcome> ended(CommitOutcome outcome) {
    return CompletableFuture.completedStage(outcome);
  }

  private CommitFailedException failure(String message) {
    return new CommitFailedException(
        "commit of writer " + seat.transactionalId() + " was not made: " + message);
  }

  /** A plain append of which nobody knows whether it is on the disk. */
  private CommitOutcome unsettled(String cause) {
    return seat.inTurn(
        () -> {
          String reason =
              "the disk failed during a commit of writer "
                  + seat.transactionalId()
                  + ", whether it was made shows when the node is restarted: "
                  + cause;
          seat.leaveStuck(reason);
          return unsettledFor(reason);
        });
  }

  private static CommitOutcome unsettledFor(String reason) {
    return new Unsettled(new CommitFailedException(reason));
  }
}
