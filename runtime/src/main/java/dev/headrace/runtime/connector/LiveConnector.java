package dev.headrace.runtime.connector;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A connector under one config, from its start to its stop. Single use: a new config is a new one
 * of these, which starts when this one has stopped. Thread-safe.
 */
sealed interface LiveConnector permits SupervisedConnector, ScheduledConnector {

  /**
   * Starts when {@code predecessor} is done.
   *
   * @param predecessor gives the numbers of tasks that could not be ended; they are fenced first
   */
  void start(CompletionStage<Set<Integer>> predecessor);

  /** All sources are read: a sink writes what is there, and settles. */
  void finish();

  /**
   * Ends all tasks in order, and by force what has not ended in time.
   *
   * @return the numbers of the tasks that would not end even then
   */
  CompletableFuture<Set<Integer>> stop(Duration within);

  /** Starts it, or tasks of it, anew; tasks that run are ended in order first. */
  void restart(Restart restart);

  /** Done when it does nothing more by itself. */
  CompletableFuture<Void> settled();

  boolean isSource();

  BoundConnector bound();

  ConnectorStatus status();

  /** Why it, or tasks of it, have failed for good. */
  List<Failure> failures();
}
