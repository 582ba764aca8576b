package dev.headrace.runtime.connector;

import dev.headrace.connector.Guarantee;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;
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

  default boolean isDefinedByFile() {
    return config().origin() instanceof ConnectorConfig.Origin.File;
  }
}
