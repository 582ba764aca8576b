package dev.headrace.runtime.connector;

import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.plugin.Plugin;
import dev.headrace.runtime.plugin.Plugins;
import java.util.List;
import java.util.stream.Stream;

/** Judges configs without running them. Thread-safe. */
public final class ConnectorCheck {

  private final ConnectorBinder binder;

  public ConnectorCheck(Plugins plugins) {
    binder = new ConnectorBinder(plugins);
  }

  /** All that is wrong with the settings; empty when they can be applied. */
  public List<Problem> problems(ConnectorConfig config) {
    return switch (binder.bind(config)) {
      case ConnectorBinder.Result.Bound _ -> List.of();
      case ConnectorBinder.Result.Invalid(List<Problem> problems) -> problems;
    };
  }

  /** What may be set for a connector: its own settings, then those that the worker has for all. */
  public static List<Setting> settings(Plugin<?> plugin, ConnectorStatus.Kind kind) {
    return Stream.concat(
            plugin.definition().settings().stream(), ConnectorBinder.workerSettings(kind).stream())
        .toList();
  }
}
