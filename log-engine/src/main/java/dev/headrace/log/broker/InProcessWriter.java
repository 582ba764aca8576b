package dev.headrace.log.broker;

import dev.headrace.log.broker.CommitOutcome.Aborted;
import dev.headrace.log.broker.CommitOutcome.Committed;
import dev.headrace.log.broker.CommitOutcome.Unsettled;
import dev.headrace.log.record.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer inside the process. Its commits stand in a queue; the head is on its way. What the queue
 * holds is decided under the writer's monitor; whether the writer is fenced, and what that
 * excludes, under the lock of its {@link TransactionSeat}.
 */
final class InProcessWriter implements TransactionalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(InProcessWriter.class);
  private static final int MOST_QUEUED = 64;
  private static final long CLOSE_SECONDS = 30;

  private final TransactionSeat seat;
  private final TransactionalOffsets offsets;
  private final InProcessCommits commits;
  private final Executor executor;
  private final ArrayDeque<Commit> queue = new ArrayDeque<>();

  /** Why there are no more commits; empty while there are. */
  private Optional<RuntimeException> end = Optional.empty();

  /**
   * @param executor completes the commits, so that the flushing thread does not
   */
  InProcessWriter(
      TransactionSeat seat,
      TransactionalOffsets offsets,
      InProcessCommits commits,
      Executor executor) {
    this.seat = seat;
    this.offsets = offsets;
    this.commits = commits;
    this.executor = executor;
  }

  private record Commit(
      CommitPlan plan, CompletableFuture<Void> done, CompletableFuture<CommitOutcome> outcome) {

    Commit(CommitPlan plan) {
      this(plan, new CompletableFuture<>(), new CompletableFuture<>());
    }

    void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
      outcome.complete(new Aborted(cause));
    }
  }

  @Override
  public CompletionStage<Void> commit(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> groupOffsets) {
    Commit commit;
    try {
      commit = new Commit(plan(batches, groupOffsets));
    } catch (RuntimeException e) {
      return refuse(e);
    }
    synchronized (this) {
      if (end.isPresent()) {
        return CompletableFuture.failedFuture(afterTheEnd(end.get()));
      }
      if (queue.size() == MOST_QUEUED) {
        throw new IllegalStateException(
            "writer " + id() + " has " + MOST_QUEUED + " commits waiting already");
      }
      queue.add(commit);
      if (queue.size() == 1) {
        begin(commit);
      }
    }
    return commit.done();
  }

  /** Waits for the topic of groups to be made, the first time. */
  private CommitPlan plan(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> groupOffsets) {
    List<CommitPlan.GroupCommit> planned = new ArrayList<>();
    groupOffsets.forEach(
        (group, committed) ->
            planned.add(
                new CommitPlan.GroupCommit(
                    group, offsets.partitionOf(group).toCompletableFuture().join(), committed)));
    return new CommitPlan(batches, planned);
  }

  /** What could not even be planned counts as failed: those behind it may not overtake it. */
  private synchronized CompletionStage<Void> refuse(RuntimeException cause) {
    end = end.or(() -> Optional.of(cause));
    return CompletableFuture.failedFuture(
        new CommitFailedException(
            "commit of writer " + id() + " was not made: " + cause.getMessage(), cause));
  }

  private RuntimeException afterTheEnd(RuntimeException cause) {
    return cause instanceof WriterFencedException
        ? new WriterFencedException(id())
        : new CommitFailedException(
            "writer " + id() + " is broken by an earlier commit, open it anew", cause);
  }

  private void begin(Commit commit) {
    commits
        .begin(commit.plan())
        .whenCompleteAsync(
            (outcome, bug) ->
                ended(
                    commit,
                    bug == null
                        ? outcome
                        : new Unsettled(new CommitFailedException(bug.toString(), bug))),
            executor);
  }

  private void ended(Commit commit, CommitOutcome outcome) {
    List<Commit> doomed = new ArrayList<>();
    synchronized (this) {
      queue.remove();
      Optional<RuntimeException> failure = causeOf(outcome);
      end = end.or(() -> failure);
      if (end.isPresent()) {
        doomed.addAll(queue);
        queue.clear();
      } else if (!queue.isEmpty()) {
        begin(queue.element());
      }
    }
    switch (outcome) {
      case Committed _ -> commit.done().complete(null);
      case Aborted(RuntimeException cause) -> commit.done().completeExceptionally(cause);
      case Unsettled(RuntimeException cause) -> {
        LOG.error("{}", cause.getMessage());
        commit.done().completeExceptionally(cause);
      }
    }
    commit.outcome().complete(outcome);
    doomed.forEach(each -> each.fail(behind(outcome)));
  }

  private RuntimeException behind(CommitOutcome outcome) {
    return outcome instanceof Aborted(RuntimeException cause)
            && cause instanceof WriterFencedException
        ? new WriterFencedException(id())
        : new CommitFailedException("an earlier commit of the writer failed");
  }

  private static Optional<RuntimeException> causeOf(CommitOutcome outcome) {
    return switch (outcome) {
      case Committed _ -> Optional.empty();
      case Aborted(RuntimeException cause) -> Optional.of(cause);
      case Unsettled(RuntimeException cause) -> Optional.of(cause);
    };
  }

  private String id() {
    return seat.transactionalId();
  }

  /** Waits for what is on its way, and takes nothing more. */
  void end() {
    close();
    synchronized (this) {
      end = end.or(() -> Optional.of(new WriterFencedException(id())));
    }
  }

  @Override
  public void close() {
    Optional<Commit> last;
    synchronized (this) {
      last = Optional.ofNullable(queue.peekLast());
    }
    try {
      if (last.isPresent()) {
        last.get().outcome().get(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException _) {
      LOG.warn("writer {} closed while a commit is on its way", id());
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is a value", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
