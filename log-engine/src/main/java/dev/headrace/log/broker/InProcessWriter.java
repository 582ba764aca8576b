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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer inside the process. Its commits stand in a queue; the head is on its way. What the queue
 * holds and whether the writer is fenced is decided under the writer's monitor, and so are the
 * appends that fencing must exclude: of data, and of the Prepare record.
 */
final class InProcessWriter implements TransactionalWriter, CommitSteps.Fence {

  private static final Logger LOG = LoggerFactory.getLogger(InProcessWriter.class);
  private static final int MOST_QUEUED = 64;
  private static final long CLOSE_SECONDS = 30;

  private final String transactionalId;
  private final CommitPlanner planner;
  private final CommitSteps steps;
  private final Executor executor;
  private final ArrayDeque<Commit> queue = new ArrayDeque<>();
  private Status status = new Status.Open();

  /** How the last commit that is not in the queue any more ended. */
  private CommitOutcome lastOutcome = new Committed();

  /**
   * @param executor completes the commits, so that the flushing thread does not
   */
  InProcessWriter(
      String transactionalId, CommitPlanner planner, CommitSteps steps, Executor executor) {
    this.transactionalId = transactionalId;
    this.planner = planner;
    this.steps = steps;
    this.executor = executor;
  }

  private sealed interface Status {
    record Open() implements Status {}

    /** A successor was opened. */
    record Fenced() implements Status {}

    /** A commit failed; those behind it may not overtake it. */
    record Broken(RuntimeException cause) implements Status {}
  }

  private record Commit(
      CommitPlan plan, CompletableFuture<Void> done, CompletableFuture<CommitOutcome> outcome) {

    Commit(CommitPlan plan) {
      this(plan, new CompletableFuture<>(), new CompletableFuture<>());
    }

    void drop() {
      plan.committedOffsets().forEach(GroupOffsets.Staged::drop);
    }
  }

  @Override
  public CompletionStage<Void> commit(
      List<Staged> batches, Map<String, Map<TopicPartition, CommittedOffset>> offsets) {
    Commit commit;
    try {
      commit = new Commit(planner.plan(batches, offsets));
    } catch (RuntimeException e) {
      return refuse(e);
    }
    synchronized (this) {
      Optional<RuntimeException> over = over();
      if (over.isPresent()) {
        commit.drop();
        return CompletableFuture.failedFuture(over.get());
      }
      if (queue.size() == MOST_QUEUED) {
        commit.drop();
        throw new IllegalStateException(
            "writer " + transactionalId + " has " + MOST_QUEUED + " commits waiting already");
      }
      queue.add(commit);
      if (queue.size() == 1) {
        begin(commit);
      }
    }
    return commit.done();
  }

  /** What could not even be planned counts as failed: those behind it may not overtake it. */
  private synchronized CompletionStage<Void> refuse(RuntimeException cause) {
    if (status instanceof Status.Open) {
      status = new Status.Broken(cause);
    }
    return CompletableFuture.failedFuture(
        new CommitFailedException(
            "commit of writer " + transactionalId + " was not made: " + cause.getMessage(), cause));
  }

  private Optional<RuntimeException> over() {
    return switch (status) {
      case Status.Open _ -> Optional.empty();
      case Status.Fenced _ -> Optional.of(new WriterFencedException(transactionalId));
      case Status.Broken(RuntimeException cause) ->
          Optional.of(
              new CommitFailedException(
                  "writer " + transactionalId + " is broken by an earlier commit, open it anew",
                  cause));
    };
  }

  private void begin(Commit commit) {
    steps
        .begin(commit.plan(), this)
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
      lastOutcome = outcome;
      if (outcome instanceof Committed) {
        commit.plan().committedOffsets().forEach(GroupOffsets.Staged::apply);
        if (!queue.isEmpty()) {
          begin(queue.element());
        }
      } else {
        if (outcome instanceof Aborted) {
          commit.drop();
        }
        doomed.addAll(queue);
        queue.clear();
        if (status instanceof Status.Open) {
          status = new Status.Broken(causeOf(outcome));
        }
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
    fail(doomed, new CommitFailedException("an earlier commit of the writer failed"));
  }

  private static RuntimeException causeOf(CommitOutcome outcome) {
    return switch (outcome) {
      case Committed _ -> throw new IllegalArgumentException("a commit that was made has no cause");
      case Aborted(RuntimeException cause) -> cause;
      case Unsettled(RuntimeException cause) -> cause;
    };
  }

  @Override
  public synchronized <T> Optional<T> unlessFenced(Supplier<T> step) {
    return status instanceof Status.Fenced ? Optional.empty() : Optional.of(step.get());
  }

  /**
   * Ends this writer for its successor: what is queued fails, what is on its way is aborted unless
   * it is prepared already.
   *
   * @return done when nothing is on its way, with the outcome of what was last
   */
  CompletionStage<CommitOutcome> fence() {
    List<Commit> doomed = new ArrayList<>(queue.size());
    CompletionStage<CommitOutcome> last;
    synchronized (this) {
      status = new Status.Fenced();
      doomed.addAll(queue);
      queue.clear();
      if (doomed.isEmpty()) {
        last = CompletableFuture.completedStage(lastOutcome);
      } else {
        Commit onItsWay = doomed.removeFirst();
        queue.add(onItsWay);
        last = onItsWay.outcome();
      }
    }
    fail(doomed, new WriterFencedException(transactionalId));
    return last;
  }

  private static void fail(List<Commit> commits, RuntimeException cause) {
    for (Commit commit : commits) {
      commit.drop();
      commit.done().completeExceptionally(cause);
      commit.outcome().complete(new Aborted(cause));
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
      LOG.warn("writer {} closed while a commit is on its way", transactionalId);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is a value", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
