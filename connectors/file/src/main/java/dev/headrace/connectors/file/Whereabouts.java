package dev.headrace.connectors.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the files of each connector were seen last: a hint that saves a search for each file that
 * is opened, to be checked against the file's identity. May be used from any thread.
 */
final class Whereabouts {

  private final Map<String, Map<SourceFile, Path>> places = new ConcurrentHashMap<>();
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();

  void saw(String connectorName, Map<SourceFile, Path> files) {
    places.put(connectorName, Map.copyOf(files));
    if (!files.isEmpty()) {
      awaited.remove(connectorName);
    }
  }

  Optional<Path> of(String connectorName, SourceFile file) {
    return Optional.ofNullable(places.getOrDefault(connectorName, Map.of()).get(file));
  }

  /** Whether this is the first time since a file was seen that the connector waits for one. */
  boolean beginsToWait(String connectorName) {
    return awaited.add(connectorName);
  }
}
