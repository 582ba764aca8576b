package dev.headrace.runtime.task;

import dev.headrace.runtime.log.Writer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Commits on their way, in order. While two are, a task goes on collecting but commits no more: the
 * slower the disk, the larger the commits. The task's thread only.
 *
 * @param <T> what is to be done when a commit is durable
 */
final class CommitQueue<T> {

  private static final int MAX_ON_THE_WAY = 2;

  private final Runnable wake;
  private final ArrayDeque<OnTheWay<T>> commits = new ArrayDeque<>(MAX_ON_THE_WAY);

  private record OnTheWay<T>(CompletableFuture<Void> done, T after) {}

  /** What is to be done when a commit is durable. */
  @FunctionalInterface
  interface Settled<T, E extends Exception> {
    void settled(T after) throws E;
  }

  /**
   * @param wake gives the task a turn when a commit is done; called by any thread
   */
  CommitQueue(Runnable wake) {
    this.wake = wake;
  }

  boolean isEmpty() {
    return commits.isEmpty();
  }

  boolean isFull() {
    return commits.size() >= MAX_ON_THE_WAY;
  }

  void commit(Writer writer, T after) {
    CompletableFuture<Void> done = writer.commit().toCompletableFuture();
    commits.add(new OnTheWay<>(done, after));
    done.whenComplete((_, _) -> wake.run());
  }

  /**
   * Hands over what was waiting for commits that are done now.
   *
   * @throws dev.headrace.runtime.log.LogException when one failed
   */
  <E extends Exception> void settle(Settled<T, E> settled) throws E {
    while (!commits.isEmpty() && commits.peek().done().isDone()) {
      OnTheWay<T> first = commits.poll();
      join(first.done());
      settled.settled(first.after());
    }
  }

  /**
   * Hands over what was waiting for commits that went well, when the writer is closed: none is on
   * its way then, and nobody asks any more for one that failed.
   */
  void leave(Consumer<T> settled) {
    while (!commits.isEmpty()
        && commits.peek().done().isDone()
        && !commits.peek().done().isCompletedExceptionally()) {
      settled.accept(commits.poll().after());
    }
    commits.clear();
  }

  /** The outcome of what is done; a failure as it was thrown. */
  static void join(CompletableFuture<Void> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
