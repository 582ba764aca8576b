package dev.headrace.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code node.json} in the data directory: how to reach the node that runs on it. It is there while
 * a node runs, and after one was killed.
 *
 * @param pid the process
 * @param kafka where Kafka clients connect, {@code host:port}; several with commas when a cluster
 *     is the log
 * @param rest where REST answers, {@code host:port}
 * @param version of Headrace
 */
public record NodeFile(long pid, String kafka, String rest, String version) {

  private static final String NAME = "node.json";

  private static final JsonMapper JSON = new JsonMapper();

  /** Reads it; empty when no node runs there. */
  public static Optional<NodeFile> read(Path dataDirectory) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(dataDirectory.resolve(NAME)));
      return Optional.of(
          new NodeFile(
              json.path("pid").asLong(),
              json.path("kafka").asText(),
              json.path("rest").asText(),
              json.path("version").asText()));
    } catch (NoSuchFileException noNode) {
      return Optional.empty();
    }
  }

  /** Writes it as a whole: a reader finds all of it or nothing. */
  void write(Path dataDirectory) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("pid", pid).put("kafka", kafka).put("rest", rest).put("version", version);
    Path beside = dataDirectory.resolve("." + NAME);
    Files.writeString(beside, json.toPrettyString() + "\n");
    Files.move(
        beside,
        dataDirectory.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Path dataDirectory) throws IOException {
    Files.deleteIfExists(dataDirectory.resolve(NAME));
  }
}
