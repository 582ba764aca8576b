package dev.headrace.runtime.connector;

import java.util.HashMap;
import java.util.Map;

/**
 * A connector as its user wrote it, in Kafka Connect's shape.
 *
 * @param name not blank
 * @param settings Connect's strings, {@code connector.class} and {@code name} among them
 * @param origin who said so
 */
public record ConnectorConfig(String name, Map<String, String> settings, Origin origin) {

  public ConnectorConfig {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("name", name);
    settings = Map.copyOf(all);
  }

  /** Where a config comes from. */
  public sealed interface Origin {
    /** A file, named as the user would name it. */
    record File(String path) implements Origin {
      @Override
      public String toString() {
        return path;
      }
    }

    /** The REST interface. */
    record Rest() implements Origin {
      @Override
      public String toString() {
        return "REST";
      }
    }
  }
}
