package dev.headrace.runtime.connector;

import dev.headrace.connector.ReadMode;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.log.Log;
import dev.headrace.runtime.log.LogException;
import dev.headrace.runtime.plugin.Plugins;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.secret.SealException;
import dev.headrace.runtime.secret.Seals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connectors of this node running: takes changes, has them kept in the log where they are
 * to outlive the process, and then carried out by the {@link Roster}. Thread-safe: changes are made
 * one at a time under a lock, and what is asked never waits for them.
 */
public final class Supervisor implements Connectors, AutoCloseable {

  /** Topics that hold what clients of the log must not see: configs may have secrets in them. */
  public static final Set<String> HIDDEN_TOPICS = Set.of(ConfigStore.TOPIC);

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Supervision supervision;
  private final ConnectorBinder binder;
  private final ConfigStore store;
  private final Targets targets;
  private final Roster roster;

  private final ReentrantLock changing = new ReentrantLock();
  private boolean closed;

  private Supervisor(
      Plugins plugins, Log log, String groupId, ReadMode mode, Seals seals, Time time) {
    supervision = Supervision.open(log, groupId, mode, time);
    binder = new ConnectorBinder(plugins);
    store = new ConfigStore(log, groupId, seals, time.clock());
    targets = Targets.kept(store, mode);
    roster = new Roster(binder, supervision, targets);
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
    return supervision.services().schemas();
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
    Optional<Kept> taken = roster.find(name);
    if (taken.isPresent()) {
      LOG.warn(
          "connector {} was also applied over REST; the file {} wins",
          name,
          taken.get().config().origin());
      return;
    }
    ConnectorConfig config =
        new ConnectorConfig(name, stored.settings(), new ConnectorConfig.Origin.Rest());
    if (stored.problems().isEmpty()) {
      roster.enter(config);
    } else {
      roster.enter(new Kept.Unusable(config, stored.problems()));
    }
  }

  /**
   * Waits until all sources have come to their end, then lets the sinks write what is there, and
   * waits for these. To be called when all connectors are applied.
   */
  public Outcome awaitCompletion() throws InterruptedException {
    return ReadingOnce.await(roster.supervised().toList());
  }

  /**
   * Stops all connectors in order: what is taken is flushed and committed. What has not stopped
   * after {@code bound} is interrupted. Their last status can still be asked for.
   */
  public void stop(Duration bound) {
    roster.stop(bound);
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
      stop(Roster.STOP_BOUND);
      store.close();
    } finally {
      changing.unlock();
    }
    supervision.close();
  }

  @Override
  public List<String> names() {
    return roster.names();
  }

  @Override
  public Optional<ConnectorConfig> config(String name) {
    return roster.find(name).map(Kept::config);
  }

  @Override
  public Optional<ConnectorStatus> status(String name) {
    return roster.find(name).map(Kept::status);
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
      Optional<Kept> former = roster.find(config.name());
      if (former.filter(Kept::isDefinedByFile).isPresent() && !isFile(config.origin())) {
        return new Applied.Invalid(List.of(definedByFile(former.get().config())));
      }
      return switch (binder.bind(config)) {
        case ConnectorBinder.Result.Invalid(List<Problem> problems) ->
            new Applied.Invalid(problems);
        case ConnectorBinder.Result.Bound(BoundConnector bound) -> {
          refuseWhenClosed();
          yield apply(config, bound, former, initial);
        }
      };
    } finally {
      changing.unlock();
    }
  }

  private Applied apply(
      ConnectorConfig config, BoundConnector bound, Optional<Kept> former, TargetState initial) {
    if (!isFile(config.origin())) {
      boolean told = former.isEmpty() && initial != targets.of(config.name());
      try {
        store.put(
            config.name(),
            config.settings(),
            binder.secretKeys(config),
            told ? Optional.of(initial) : Optional.empty());
      } catch (SealException unsealed) {
        return new Applied.Invalid(List.of(notKept(unsealed.reason())));
      }
      if (told) {
        targets.note(config.name(), initial);
      }
    }
    Optional<Kept> same = roster.take(config);
    if (same.isPresent()) {
      return new Applied.Unchanged(same.get().status());
    }
    ConnectorStatus status = roster.enter(config, bound);
    return former.isEmpty() ? new Applied.Created(status) : new Applied.Changed(status);
  }

  @Override
  public Removed remove(String name, ConnectorConfig.Origin by) {
    changing.lock();
    try {
      Optional<Kept> kept = roster.find(name);
      if (kept.isEmpty()) {
        return Removed.UNKNOWN;
      }
      if (!kept.get().isDefinedByFile()) {
        store.remove(name);
        targets.note(name, TargetState.STARTED);
      } else if (isFile(by)) {
        targets.set(name, TargetState.STARTED);
      } else {
        return Removed.DEFINED_BY_FILE;
      }
      roster.remove(kept.get());
      return Removed.REMOVED;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public boolean target(String name, TargetState target) {
    changing.lock();
    try {
      Optional<Kept> kept = roster.find(name);
      if (kept.isEmpty()) {
        return false;
      }
      refuseWhenClosed();
      if (targets.set(name, target)) {
        roster.follow(kept.get());
      }
      return true;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Restart.Result restart(String name, Restart restart) {
    Optional<Kept> kept = roster.find(name);
    if (kept.isEmpty()) {
      return Restart.Result.UNKNOWN_CONNECTOR;
    }
    if (restart instanceof Restart.OfTask(int number)
        && kept.get().status().tasks().stream().noneMatch(task -> task.task() == number)) {
      return Restart.Result.UNKNOWN_TASK;
    }
    if (kept.get() instanceof Kept.Supervised(_, LiveConnector connector)) {
      connector.restart(restart);
    }
    return Restart.Result.DONE;
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw new LogException.Unavailable("the node stops", null);
    }
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
