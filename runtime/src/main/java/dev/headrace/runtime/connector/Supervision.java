package dev.headrace.runtime.connector;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.offset.SourcePositions;
import dev.headrace.runtime.schedule.Run;
import dev.headrace.runtime.schedule.RunJournal;
import dev.headrace.runtime.schedule.RunLog;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.task.TaskPool;
import dev.headrace.runtime.task.TaskProgress;
import dev.headrace.runtime.task.TaskServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * What the supervision of every connector of a node works with.
 *
 * <p>Opened and closed as one.
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
    ExecutorService executor,
    DoubleSupplier random,
    ReadMode mode)
    implements AutoCloseable {

  private static final long IDLE_THREAD_SECONDS = 5;

  /**
   * With threads and tables of its own.
   *
   * @param log its opener's to close, after this
   * @param groupId the worker group, part of the writers' names
   */
  static Supervision open(Log log, String groupId, ReadMode mode, Time time) {
    TaskPool pool = new TaskPool(TaskPool.defaultSize());
    TopicSchemas schemas = new TopicSchemas(log, time.clock());
    return new Supervision(
        pool,
        new TaskServices(log, schemas, groupId, pool, time.clock(), time.nanoTime()),
        new PositionStore(log.table(PositionStore.TOPIC)),
        new RunLog(log, groupId, time.clock()),
        time,
        planners(),
        RandomGenerator.getDefault()::nextDouble,
        mode);
  }

  /** At most a thread for each connector; none while nothing plans. */
  private static ExecutorService planners() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_THREAD_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().name("headrace-supervisor-", 0).daemon().factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Ends all threads; the connectors have stopped. */
  @Override
  public void close() {
    alarm().close();
    pool.close();
    executor.shutdown();
    positions.close();
    services.schemas().close();
    runs.close();
  }

  Alarm alarm() {
    return time.alarm();
  }

  long nanoTime() {
    return time.nanoTime().getAsLong();
  }

  Instant fromNow(Duration delay) {
    return time.clock().instant().plus(delay);
  }

  /** When somebody waits for the end, a far side that is away is not tried without end. */
  Restarts.Decision afterFailure(
      Restarts restarts, ConnectorException.Kind kind, RetryPolicy policy) {
    Restarts.Patience patience =
        mode == ReadMode.ONCE ? Restarts.Patience.BUDGETED : Restarts.Patience.ENDLESS;
    return restarts.after(kind, policy, patience, nanoTime(), random.getAsDouble());
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
