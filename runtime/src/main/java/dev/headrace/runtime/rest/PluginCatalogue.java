package dev.headrace.runtime.rest;

import dev.headrace.connector.config.Setting;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import java.util.List;

/** The connectors that can be used here. Thread-safe. */
@FunctionalInterface
public interface PluginCatalogue {

  /** All that were found, sorted by name. */
  List<Entry> entries();

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
