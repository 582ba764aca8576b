package dev.headrace.runtime.config;

import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.ConnectorConfig;
import java.util.Map;

/**
 * A connector from a file.
 *
 * @param at where it begins
 * @param places where its settings stand, by key
 */
public record FileConnector(ConnectorConfig config, Place at, Map<String, Place> places) {

  public FileConnector {
    places = Map.copyOf(places);
  }

  /** Says where in the file a problem with this connector is. */
  public ConfigProblem locate(Problem problem) {
    return new ConfigProblem(
        places.getOrDefault(problem.key(), at).toString() + " (" + config.name() + ")", problem);
  }
}
