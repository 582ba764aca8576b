package dev.headrace.runtime.rest;

import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import java.util.List;
import java.util.Optional;

/** The connectors that can be used here. Thread-safe. */
@FunctionalInterface
public interface PluginCatalogue {

  /** All that were found, sorted by name. */
  List<Entry> entries();

  /** The one that {@code connector.class} means. */
  default Optional<Entry> find(String connectorClass) {
    return entries().stream().filter(entry -> entry.name().equals(connectorClass)).findFirst();
  }

  /**
   * One connector.
   *
   * @param name what {@code connector.class} says
   * @param summary one sentence
   * @param settings those that all connectors have, and its own
   */
  record Entry(String name, Kind kind, String version, String summary, List<Setting> settings) {
    public Entry {
      settings = List.copyOf(settings);
    }
  }
}
