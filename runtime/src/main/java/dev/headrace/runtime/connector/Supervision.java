package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.offset.SourcePositions;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.schedule.RunJournal;
import dev.headrace.runtime.schedule.RunLog;
import dev.headrace.runtime.task.TaskPool;
import dev.headrace.runtime.task.TaskProgress;
import dev.headrace.runtime.task.TaskServices;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What the supervision of every connector of a node works with.
 *
 * @param executor runs connectors' planning; a thread for each that plans
 * @param random from 0 to below 1
 * @param mode how far sources are read
 */
record Supervision(
    TaskPool pool,
    TaskServices services,
    PositionStore positions,
    RunLog runs,
    Time time,
    Executor executor,
    DoubleSupplier random,
    ReadMode mode) {

  Alarm alarm() {
    return time.alarm();
  }

  /** When somebody waits for the end, a far side that is away is not tried without end. */
  Restarts.Decision afterFailure(
      Restarts restarts, ConnectorException.Kind kind, RetryPolicy policy) {
    Restarts.Patience patience =
        mode == ReadMode.ONCE ? Restarts.Patience.BUDGETED : Restarts.Patience.ENDLESS;
    return restarts.after(
        kind, policy, patience, time.nanoTime().getAsLong(), random.getAsDouble());
  }

  /** A connector, not started yet. */
  LiveConnector connector(BoundConnector bound) {
    return switch (bound) {
      case BoundConnector.Source<?, ?, ?> source ->
          source
              .settings()
              .times()
              .<LiveConnector>map(schedule -> new ScheduledConnector(source, schedule, this))
              .orElseGet(() -> atWork(source));
      case BoundConnector.Sink<?> sink ->
          new SupervisedConnector(
              sink, this, _ -> new SinkWorkload<>(sink, services, mode), Map.of());
    };
  }

  private <C extends Record, K extends Record, P extends Record> SupervisedConnector atWork(
      BoundConnector.Source<C, K, P> source) {
    SourcePositions<K, P> at = positions(source);
    return new SupervisedConnector(
        source,
        this,
        wake ->
            new SourceWorkload<>(
                source, at, services, context(source, mode, wake), Optional.empty()),
        Map.of());
  }

  /**
   * One run of a source, not started yet.
   *
   * @param before what its tasks did in former runs, to be counted on from
   */
  <C extends Record, K extends Record, P extends Record> SupervisedConnector reading(
      BoundConnector.Source<C, K, P> source, Run run, Map<Integer, TaskProgress> before) {
    SourcePositions<K, P> at = positions(source);
    RunJournal<K> journal = runs.journal(source.common().name(), run, at);
    return new SupervisedConnector(
        source,
        this,
        wake ->
            new SourceWorkload<>(
                source, at, services, context(source, ReadMode.ONCE, wake), Optional.of(journal)),
        before);
  }

  private <K extends Record, P extends Record> SourcePositions<K, P> positions(
      BoundConnector.Source<?, K, P> source) {
    return positions.of(source.common().name(), source.connector());
  }

  private static PlanningContext context(BoundConnector source, ReadMode mode, Runnable wake) {
    return new PlanningContext(source.common().name(), mode, wake);
  }
}
