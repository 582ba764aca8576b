package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.task.TaskPool;
import dev.headrace.runtime.task.TaskServices;
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

  Workload workload(BoundConnector bound, Runnable wake) {
    return switch (bound) {
      case BoundConnector.Source<?, ?, ?> source -> sourceWorkload(source, wake);
      case BoundConnector.Sink<?> sink -> new SinkWorkload<>(sink, services, mode);
    };
  }

  private <C extends Record, K extends Record, P extends Record> Workload sourceWorkload(
      BoundConnector.Source<C, K, P> source, Runnable wake) {
    return new SourceWorkload<>(
        source,
        positions.of(source.common().name(), source.connector()),
        services,
        new PlanningContext(source.common().name(), mode, wake));
  }
}
