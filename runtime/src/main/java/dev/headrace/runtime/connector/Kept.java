package dev.headrace.runtime.connector;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A connector of this node: its config, and what came of it. Immutable. */
sealed interface Kept {

  ConnectorConfig config();

  ConnectorStatus status();

  /** It runs, or did until it was stopped. */
  record Supervised(ConnectorConfig config, LiveConnector connector) implements Kept {

    @Override
    public ConnectorStatus status() {
      return connector.status();
    }
  }

  /**
   * It is paused or stopped, or about to be.
   *
   * @param connector what ran before, or was never started
   * @param stopped done when nothing of it runs any more
   * @param standIn what is at its place meanwhile
   */
  record Resting(
      ConnectorConfig config,
      LiveConnector connector,
      TargetState target,
      CompletableFuture<Set<Integer>> stopped,
      Optional<StandIn> standIn)
      implements Kept {

    @Override
    public ConnectorStatus status() {
      ConnectorStatus last = connector.status();
      return stopped.isDone() ? last.resting(target) : last;
    }
  }

  /**
   * Its config was kept, and cannot be used any more: shown as failed, so that its user finds it
   * and can mend or remove it.
   *
   * @param problems at least one
   */
  record Unusable(ConnectorConfig config, List<Problem> problems) implements Kept {

    public Unusable {
      problems = List.copyOf(problems);
    }

    @Override
    public ConnectorStatus status() {
      return new ConnectorStatus(
          config.name(),
          ConnectorStatus.Kind.UNKNOWN,
          ConnectorStatus.State.FAILED,
          Optional.of(
              problems.stream()
                  .map(each -> each.what() + " " + each.next() + " [" + each.code() + "]")
                  .collect(Collectors.joining("\n"))),
          Optional.empty(),
          Optional.empty(),
          Guarantee.atLeastOnce("its config cannot be used"),
          List.of(),
          List.of());
    }
  }

  /** The same under a config that only comes from elsewhere; empty when it is to be tried anew. */
  default Optional<Kept> under(ConnectorConfig other) {
    return switch (this) {
      case Supervised(_, LiveConnector connector) -> Optional.of(new Supervised(other, connector));
      case Resting(
              _,
              LiveConnector connector,
              TargetState target,
              CompletableFuture<Set<Integer>> stopped,
              Optional<StandIn> standIn) ->
          Optional.of(new Resting(other, connector, target, stopped, standIn));
      case Unusable _ -> Optional.empty();
    };
  }

  default boolean isDefinedByFile() {
    return config().origin() instanceof ConnectorConfig.Origin.File;
  }
}
