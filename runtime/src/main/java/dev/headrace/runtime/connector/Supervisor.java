package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.log.Table;
import dev.headrace.runtime.offset.PositionStore;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.schedule.RunLog;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.secret.SealException;
import dev.headrace.runtime.secret.Seals;
import dev.headrace.runtime.task.TaskPool;
import dev.headrace.runtime.task.TaskServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connectors of this node running. Thread-safe: changes are made one at a time under a
 * lock, and what is asked never waits for them.
 */
public final class Supervisor implements Connectors, AutoCloseable {

  /** Topics that hold what clients of the log must not see: configs may have secrets in them. */
  public static final Set<String> HIDDEN_TOPICS = Set.of(ConfigStore.TOPIC);

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  /** How long a connector may take to stop in order, unless somebody says otherwise. */
  static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private static final long IDLE_THREAD_SECONDS = 5;

  private final Supervision supervision;
  private final ThreadPoolExecutor planners;
  private final Table positionsTable;
  private final TopicSchemas schemas;
  private final ConnectorBinder binder;
  private final ConfigStore store;

  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, Kept> connectors = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Set<Integer>>> leaving = new ConcurrentHashMap<>();

  /** Those that are to be paused or stopped. */
  private final Map<String, TargetState> targets = new ConcurrentHashMap<>();

  private boolean closed;

  private Supervisor(
      Plugins plugins, Log log, String groupId, ReadMode mode, Seals seals, Time time) {
    TaskPool pool = new TaskPool(TaskPool.defaultSize());
    ThreadFactory threads = Thread.ofPlatform().name("headrace-supervisor-", 0).daemon().factory();
    planners =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // at most one for each connector
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads,
            new ThreadPoolExecutor.DiscardPolicy());
    positionsTable = log.table(PositionStore.TOPIC);
    RandomGenerator random = RandomGenerator.getDefault();
    schemas = new TopicSchemas(log, time.clock());
    supervision =
        new Supervision(
            pool,
            new TaskServices(log, schemas, groupId, pool, time.clock(), time.nanoTime()),
            new PositionStore(positionsTable),
            new RunLog(log, groupId, time.clock()),
            time,
            planners,
            random::nextDouble,
            mode);
    binder = new ConnectorBinder(plugins);
    store = new ConfigStore(log, groupId, seals, time.clock());
    if (mode == ReadMode.CONTINUOUS) {
      targets.putAll(store.read().targets());
    }
  }

  /**
   * Starts without connectors.
   *
   * @param plugins its opener's to close, after this
   * @param log its opener's to close, after this
   * @param groupId the worker group, part of the writers' names
   * @param seals keep the secrets of configs that are kept in the log
   */
  public static Supervisor open(
      Plugins plugins, Log log, String groupId, ReadMode mode, Seals seals) {
    return open(plugins, log, groupId, mode, seals, Time.system());
  }

  static Supervisor open(
      Plugins plugins, Log log, String groupId, ReadMode mode, Seals seals, Time time) {
    return new Supervisor(plugins, log, groupId, mode, seals, time);
  }

  /** The schemas of topics; closed with this. */
  public TopicSchemas schemas() {
    return schemas;
  }

  /**
   * Starts the connectors that REST applied before, but for those whose names are taken: to be
   * called when the connectors from files are applied, which win.
   */
  public void restore() {
    changing.lock();
    try {
      store.read().configs().forEach(this::restore);
    } finally {
      changing.unlock();
    }
  }

  private void restore(String name, ConfigStore.Stored stored) {
    Kept taken = connectors.get(name);
    if (taken != null) {
      LOG.warn(
          "connector {} was also applied over REST; the file {} wins",
          name,
          taken.config().origin());
      return;
    }
    ConnectorConfig config =
        new ConnectorConfig(name, stored.settings(), new ConnectorConfig.Origin.Rest());
    if (!stored.problems().isEmpty()) {
      keep(new Kept.Unusable(config, stored.problems()));
      return;
    }
    switch (binder.bind(config)) {
      case ConnectorBinder.Result.Bound(BoundConnector bound) -> run(config, bound);
      case ConnectorBinder.Result.Invalid(List<Problem> problems) ->
          keep(new Kept.Unusable(config, problems));
    }
  }

  private void keep(Kept.Unusable unusable) {
    connectors.put(unusable.config().name(), unusable);
    for (Problem problem : unusable.problems()) {
      LOG.warn(
          "connector {} was applied over REST and cannot be used any more: {} {} [{}]",
          unusable.config().name(),
          problem.what(),
          problem.next(),
          problem.code());
    }
  }

  /**
   * Waits until all sources have come to their end, then lets the sinks write what is there, and
   * waits for these. To be called when all connectors are applied.
   */
  public Outcome awaitCompletion() throws InterruptedException {
    List<Kept.Supervised> kept = supervised().toList();
    List<LiveConnector> all = kept.stream().map(Kept.Supervised::connector).toList();
    await(all.stream().filter(LiveConnector::isSource));
    all.stream().filter(connector -> !connector.isSource()).forEach(LiveConnector::finish);
    await(all.stream());
    return new Outcome(kept.stream().flatMap(Supervisor::failures).toList());
  }

  private Stream<Kept.Supervised> supervised() {
    return connectors.values().stream()
        .filter(Kept.Supervised.class::isInstance)
        .map(Kept.Supervised.class::cast);
  }

  private static Stream<Outcome.Failed> failures(Kept.Supervised kept) {
    return kept.connector().failures().stream()
        .map(failure -> new Outcome.Failed(kept.config(), failure.kind(), failure.reason()))
        .distinct(); // tasks of one connector fail alike
  }

  private static void await(Stream<LiveConnector> connectors) throws InterruptedException {
    try {
      CompletableFuture.allOf(
              connectors.map(LiveConnector::settled).toArray(CompletableFuture[]::new))
          .get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("settling does not fail", impossible);
    }
  }

  /**
   * Stops all connectors in order: what is taken is flushed and committed. What has not stopped
   * after {@code bound} is interrupted. Their last status can still be asked for.
   */
  public void stop(Duration bound) {
    List<CompletableFuture<Set<Integer>>> stopping =
        Stream.concat(
                supervised().map(kept -> kept.connector().stop(bound)), leaving.values().stream())
            .toList();
    stopping.forEach(CompletableFuture::join);
  }

  /** Stops all connectors within some seconds, and ends all threads. */
  @Override
  public void close() {
    changing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      stop(STOP_BOUND);
      store.close();
    } finally {
      changing.unlock();
    }
    supervision.alarm().close();
    supervision.pool().close();
    planners.shutdown();
    positionsTable.close();
    schemas.close();
    supervision.runs().close();
  }

  @Override
  public List<String> names() {
    return connectors.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<ConnectorConfig> config(String name) {
    return Optional.ofNullable(connectors.get(name)).map(Kept::config);
  }

  @Override
  public Optional<ConnectorStatus> status(String name) {
    return Optional.ofNullable(connectors.get(name)).map(Kept::status);
  }

  @Override
  public List<Problem> validate(ConnectorConfig config) {
    return switch (binder.bind(config)) {
      case ConnectorBinder.Result.Bound _ -> List.of();
      case ConnectorBinder.Result.Invalid(List<Problem> problems) -> problems;
    };
  }

  @Override
  public Applied apply(ConnectorConfig config, TargetState initial) {
    changing.lock();
    try {
      Kept former = connectors.get(config.name());
      if (former != null && former.isDefinedByFile() && !isFile(config.origin())) {
        return new Applied.Invalid(List.of(definedByFile(former.config())));
      }
      return switch (binder.bind(config)) {
        case ConnectorBinder.Result.Invalid(List<Problem> problems) ->
            new Applied.Invalid(problems);
        case ConnectorBinder.Result.Bound(BoundConnector bound) ->
            apply(config, bound, former, initial);
      };
    } finally {
      changing.unlock();
    }
  }

  private Applied apply(
      ConnectorConfig config, BoundConnector bound, @Nullable Kept former, TargetState initial) {
    if (closed) {
      throw new LogException.Unavailable("the node stops", null);
    }
    if (!isFile(config.origin())) {
      Optional<TargetState> told =
          former == null && initial != target(config) ? Optional.of(initial) : Optional.empty();
      try {
        store.put(config.name(), config.settings(), binder.secretKeys(config), told);
      } catch (SealException unsealed) {
        return new Applied.Invalid(List.of(notKept(unsealed.reason())));
      }
      told.ifPresent(target -> remember(config.name(), target));
    }
    if (former != null && former.config().settings().equals(config.settings())) {
      Optional<Kept> same = former.under(config);
      if (same.isPresent()) {
        connectors.put(config.name(), same.get());
        return new Applied.Unchanged(same.get().status());
      }
    }
    if (former instanceof Kept.Supervised(_, LiveConnector connector)) {
      leave(config.name(), connector);
    }
    ConnectorStatus status = run(config, bound);
    return former == null ? new Applied.Created(status) : new Applied.Changed(status);
  }

  @Override
  public Removed remove(String name, ConnectorConfig.Origin by) {
    changing.lock();
    try {
      Kept kept = connectors.get(name);
      if (kept == null) {
        return Removed.UNKNOWN;
      }
      if (kept.isDefinedByFile() && !isFile(by)) {
        return Removed.DEFINED_BY_FILE;
      }
      if (!kept.isDefinedByFile()) {
        store.remove(name);
      } else if (targets.containsKey(name)) {
        store.putTarget(name, TargetState.STARTED);
      }
      targets.remove(name);
      connectors.remove(name);
      if (kept instanceof Kept.Supervised(_, LiveConnector connector)) {
        leave(name, connector);
      }
      return Removed.REMOVED;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public boolean target(String name, TargetState target) {
    changing.lock();
    try {
      Kept kept = connectors.get(name);
      if (kept == null) {
        return false;
      }
      if (closed) {
        throw new LogException.Unavailable("the node stops", null);
      }
      if (targets.getOrDefault(name, TargetState.STARTED) != target) {
        store.putTarget(name, target);
        remember(name, target);
        follow(kept, target);
      }
      return true;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Restart.Result restart(String name, Restart restart) {
    Kept kept = connectors.get(name);
    if (kept == null) {
      return Restart.Result.UNKNOWN_CONNECTOR;
    }
    if (restart instanceof Restart.OfTask(int number)
        && kept.status().tasks().stream().noneMatch(task -> task.task() == number)) {
      return Restart.Result.UNKNOWN_TASK;
    }
    if (kept instanceof Kept.Supervised(_, LiveConnector connector)) {
      connector.restart(restart);
    }
    return Restart.Result.DONE;
  }

  private void follow(Kept kept, TargetState target) {
    ConnectorConfig config = kept.config();
    switch (kept) {
      case Kept.Supervised(_, LiveConnector connector) -> {
        leave(config.name(), connector);
        rest(config, connector, target);
      }
      case Kept.Resting resting when target != TargetState.STARTED ->
          rest(config, resting.connector(), target);
      case Kept.Resting _ -> {
        switch (binder.bind(config)) {
          case ConnectorBinder.Result.Bound(BoundConnector bound) -> run(config, bound);
          case ConnectorBinder.Result.Invalid(List<Problem> problems) ->
              keep(new Kept.Unusable(config, problems));
        }
      }
      case Kept.Unusable _ -> {} // until there is another config
    }
  }

  private TargetState target(ConnectorConfig config) {
    return targets.getOrDefault(config.name(), TargetState.STARTED);
  }

  private void remember(String name, TargetState target) {
    if (target == TargetState.STARTED) {
      targets.remove(name);
    } else {
      targets.put(name, target);
    }
  }

  private ConnectorStatus run(ConnectorConfig config, BoundConnector bound) {
    LiveConnector connector = supervision.connector(bound);
    TargetState target = target(config);
    if (target != TargetState.STARTED) {
      return rest(config, connector, target);
    }
    connectors.put(config.name(), new Kept.Supervised(config, connector));
    connector.start(formerOf(config.name()));
    return connector.status();
  }

  private ConnectorStatus rest(
      ConnectorConfig config, LiveConnector connector, TargetState target) {
    Kept.Resting resting = new Kept.Resting(config, connector, target, formerOf(config.name()));
    connectors.put(config.name(), resting);
    return resting.status();
  }

  /** Done when no former connector of this name runs any more. */
  private CompletableFuture<Set<Integer>> formerOf(String name) {
    return leaving.getOrDefault(name, CompletableFuture.completedFuture(Set.of()));
  }

  /** Its successor of the same name starts when it has stopped, and fences what would not. */
  private void leave(String name, LiveConnector connector) {
    CompletableFuture<Set<Integer>> stopped = connector.stop(STOP_BOUND);
    leaving.put(name, stopped);
    stopped.thenAccept(
        abandoned -> {
          if (abandoned.isEmpty()) {
            leaving.remove(name, stopped);
          }
        });
  }

  private static boolean isFile(ConnectorConfig.Origin origin) {
    return origin instanceof ConnectorConfig.Origin.File;
  }

  private static Problem notKept(Reason why) {
    return new Problem(why.code(), "", why.what(), why.next());
  }

  private static Problem definedByFile(ConnectorConfig config) {
    return new Problem(
        "config.defined-by-file",
        "name",
        "The connector `" + config.name() + "` is defined by " + config.origin() + ".",
        "Change it there; the node follows.");
  }
}
