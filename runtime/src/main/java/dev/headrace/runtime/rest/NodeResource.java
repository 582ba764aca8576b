package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headrace.runtime.Version;
import java.util.stream.Stream;

/** {@code /} and {@code /health}. Thread-safe. */
record NodeResource(String clusterId) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  Stream<Route> routes() {
    return Stream.of(new Route("GET", "/", this::root), new Route("GET", "/health", this::health));
  }

  private Answer root(Request request) {
    return Answer.ok(
        JSON.objectNode()
            .put("version", Version.CURRENT)
            .put("commit", "unknown")
            .put("kafka_cluster_id", clusterId));
  }

  /** The server listens only once everything behind it is there, so an answer is the news. */
  private Answer health(Request request) {
    return Answer.ok(
        JSON.objectNode()
            .put("status", "healthy")
            .put("message", "Worker has completed startup and is ready to handle requests."));
  }
}
