package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;

/**
 * The connectors of this node. Thread-safe. What REST applies is kept in the log and comes back
 * after a restart; what a file applies is as long-lived as the file.
 */
public interface Connectors {

  /** The names of all connectors, sorted. */
  List<String> names();

  Optional<ConnectorConfig> config(String name);

  Optional<ConnectorStatus> status(String name);

  /**
   * All that is wrong with a config; empty when it can be applied. May ask the far side,
   * time-boxed.
   */
  List<Problem> validate(ConnectorConfig config);

  /** Creates a connector, or changes it to this config; done when the config is kept. */
  default Applied apply(ConnectorConfig config) {
    return apply(config, TargetState.STARTED);
  }

  /**
   * Creates a connector, or changes it to this config; done when the config is kept.
   *
   * @param initial what a new one is to do; what another one does stays
   */
  Applied apply(ConnectorConfig config, TargetState initial);

  /**
   * Says what a connector is to do from now on, also after a restart of the node; done when that is
   * kept. What a file defines can be paused and stopped, too.
   *
   * @return whether there is such a connector
   */
  boolean target(String name, TargetState target);

  /** Starts a connector, or tasks of it, anew, without waiting for the time of the next attempt. */
  Restart.Result restart(String name, Restart restart);

  /**
   * Stops and forgets a connector. Its committed positions stay in the log.
   *
   * @param by who says so: REST does not remove what a file defines
   */
  Removed remove(String name, ConnectorConfig.Origin by);

  /** What became of a config. */
  sealed interface Applied {
    record Created(ConnectorStatus status) implements Applied {}

    record Changed(ConnectorStatus status) implements Applied {}

    record Unchanged(ConnectorStatus status) implements Applied {}

    record Invalid(List<Problem> problems) implements Applied {}
  }

  /** What became of a removal. */
  enum Removed {
    REMOVED,
    DEFINED_BY_FILE,
    UNKNOWN
  }
}
