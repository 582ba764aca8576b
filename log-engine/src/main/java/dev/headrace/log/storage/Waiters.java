package dev.headrace.log.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Those who wait until an offset is durable. Thread-safe; calls nobody while it holds its lock. */
final class Waiters {

  private record Waiter(long endOffset, long order, CompletableFuture<Void> done) {}

  private final PriorityQueue<Waiter> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiter::endOffset).thenComparingLong(Waiter::order));
  private long durableEnd;
  private long order;
  private Supplier<? extends RuntimeException> failure = IllegalStateException::new;
  private boolean failed;

  Waiters(long durableEnd) {
    this.durableEnd = durableEnd;
  }

  synchronized CompletionStage<Void> until(long endOffset) {
    if (endOffset <= durableEnd) {
      return CompletableFuture.completedFuture(null);
    }
    if (failed) {
      return CompletableFuture.failedFuture(failure.get());
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    waiting.add(new Waiter(endOffset, order++, done));
    return done;
  }

  /** All below {@code endOffset} is durable: lets go, in order, whoever waits for no more. */
  void durable(long endOffset) {
    List<Waiter> released = new ArrayList<>();
    synchronized (this) {
      durableEnd = Math.max(durableEnd, endOffset);
      while (!waiting.isEmpty() && waiting.peek().endOffset() <= endOffset) {
        released.add(waiting.poll());
      }
    }
    for (Waiter waiter : released) {
      waiter.done().complete(null);
    }
  }

  /** Nothing becomes durable any more. */
  void fail(Supplier<? extends RuntimeException> why) {
    List<Waiter> released = new ArrayList<>();
    synchronized (this) {
      failed = true;
      failure = why;
      while (!waiting.isEmpty()) {
        released.add(waiting.poll());
      }
    }
    for (Waiter waiter : released) {
      waiter.done().completeExceptionally(why.get());
    }
  }
}
