package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors of a node by their names, each running, resting or unusable; see {@link Kept}. One
 * that takes the place of another of its name starts when that one has stopped. Changed by one
 * thread at a time, asked by any.
 */
final class Roster {

  /** How long a connector may take to stop in order, unless somebody says otherwise. */
  static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final ConnectorBinder binder;
  private final Supervision supervision;
  private final Targets targets;
  private final Map<String, Kept> connectors = new ConcurrentHashMap<>();

  /** Former connectors that have not stopped, or would not. */
  private final Map<String, CompletableFuture<Set<Integer>>> leaving = new ConcurrentHashMap<>();

  Roster(ConnectorBinder binder, Supervision supervision, Targets targets) {
    this.binder = binder;
    this.supervision = supervision;
    this.targets = targets;
  }

  List<String> names() {
    return connectors.keySet().stream().sorted().toList();
  }

  Optional<Kept> find(String name) {
    return Optional.ofNullable(connectors.get(name));
  }

  /** Those that run, or did until they were stopped. */
  Stream<Kept.Supervised> supervised() {
    return connectors.values().stream()
        .filter(Kept.Supervised.class::isInstance)
        .map(Kept.Supervised.class::cast);
  }

  /** A connector whose config was kept: it runs or rests, or shows why it cannot. */
  void enter(ConnectorConfig config) {
    switch (binder.bind(config)) {
      case ConnectorBinder.Result.Bound(BoundConnector bound) -> enter(config, bound);
      case ConnectorBinder.Result.Invalid(List<Problem> problems) ->
          enter(new Kept.Unusable(config, problems));
    }
  }

  void enter(Kept.Unusable unusable) {
    seat(unusable);
    for (Problem problem : unusable.problems()) {
      LOG.warn(
          "connector {} was applied over REST and cannot be used any more: {} {} [{}]",
          unusable.config().name(),
          problem.what(),
          problem.next(),
          problem.code());
    }
  }

  /** A connector under a new config, in place of a former one: it runs or rests as it is to. */
  ConnectorStatus enter(ConnectorConfig config, BoundConnector bound) {
    find(config.name()).ifPresent(this::stop);
    LiveConnector connector = supervision.connector(bound);
    TargetState target = targets.of(config.name());
    return target == TargetState.STARTED ? run(config, connector) : rest(config, connector, target);
  }

  /**
   * Takes a config that says what the former one says, from elsewhere.
   *
   * @return the same connector; empty when it is to be entered anew
   */
  Optional<Kept> take(ConnectorConfig config) {
    Optional<Kept> same =
        find(config.name())
            .filter(former -> former.config().settings().equals(config.settings()))
            .flatMap(former -> former.under(config));
    same.ifPresent(kept -> connectors.put(config.name(), kept));
    return same;
  }

  /** A connector runs or rests from now on, as its target says. */
  void follow(Kept kept) {
    ConnectorConfig config = kept.config();
    TargetState target = targets.of(config.name());
    switch (kept) {
      case Kept.Supervised(_, LiveConnector connector) -> {
        stop(kept);
        rest(config, connector, target);
      }
      case Kept.Resting resting when target != TargetState.STARTED ->
          rest(config, resting.connector(), target);
      case Kept.Resting _ -> enter(config);
      case Kept.Unusable _ -> {} // until there is another config
    }
  }

  void remove(Kept kept) {
    connectors.remove(kept.config().name());
    stop(kept);
    dismiss(kept);
  }

  /** Stops all in order, and by force what has not stopped in time; they stay to be looked at. */
  void stop(Duration bound) {
    List<CompletableFuture<?>> stopping = new ArrayList<>(leaving.values());
    supervised().forEach(kept -> stopping.add(kept.connector().stop(bound)));
    connectors
        .values()
        .forEach(
            kept ->
                stopping.add(
                    dismiss(kept)
                        .completeOnTimeout(null, bound.toMillis(), TimeUnit.MILLISECONDS)));
    stopping.forEach(CompletableFuture::join);
  }

  private ConnectorStatus run(ConnectorConfig config, LiveConnector connector) {
    seat(new Kept.Supervised(config, connector));
    connector.start(formerOf(config.name()));
    return connector.status();
  }

  private ConnectorStatus rest(
      ConnectorConfig config, LiveConnector connector, TargetState target) {
    CompletableFuture<Set<Integer>> stopped = formerOf(config.name());
    CompletableFuture<?> free =
        CompletableFuture.allOf(
            stopped, find(config.name()).map(Roster::dismiss).orElseGet(Roster::done));
    Optional<StandIn> standIn =
        target == TargetState.PAUSED
            ? StandIn.of(connector.bound(), supervision, free)
            : Optional.empty();
    Kept.Resting resting = new Kept.Resting(config, connector, target, stopped, standIn);
    seat(resting);
    return resting.status();
  }

  /** Takes the place of the former one of its name, if there is one. */
  private void seat(Kept kept) {
    Optional.ofNullable(connectors.put(kept.config().name(), kept)).ifPresent(Roster::dismiss);
  }

  /** Has what stands in for one that rests go; done when it has. */
  private static CompletableFuture<Void> dismiss(Kept kept) {
    return kept instanceof Kept.Resting resting
        ? resting.standIn().map(StandIn::leave).orElseGet(Roster::done)
        : done();
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** Done when no former connector of this name runs any more. */
  private CompletableFuture<Set<Integer>> formerOf(String name) {
    return leaving.getOrDefault(name, CompletableFuture.completedFuture(Set.of()));
  }

  /** Its successor of the same name starts when it has stopped, and fences what would not. */
  private void stop(Kept kept) {
    if (kept instanceof Kept.Supervised(ConnectorConfig config, LiveConnector connector)) {
      CompletableFuture<Set<Integer>> stopped = connector.stop(STOP_BOUND);
      leaving.put(config.name(), stopped);
      stopped.thenAccept(
          abandoned -> {
            if (abandoned.isEmpty()) {
              leaving.remove(config.name(), stopped);
            }
          });
    }
  }
}
