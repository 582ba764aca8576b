package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Reason;
import dev.headrace.runtime.Version;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code /} and {@code /health}. Thread-safe.
 *
 * @param troubles what is wrong at the time of asking
 */
record NodeResource(String clusterId, Supplier<List<Reason>> troubles) {

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

  /**
   * The server listens only once everything behind it is there, so an answer is the news. What is
   * wrong with the log does not go away by a restart, so it is told and the answer stays a good
   * one.
   */
  private Answer health(Request request) {
    List<Reason> wrong = troubles.get();
    ObjectNode health = JSON.objectNode();
    if (wrong.isEmpty()) {
      health
          .put("status", "healthy")
          .put("message", "Worker has completed startup and is ready to handle requests.");
    } else {
      health.put("status", "degraded").put("message", wrong.getFirst().what());
    }
    ArrayNode problems = health.putArray("problems");
    for (Reason each : wrong) {
      problems
          .addObject()
          .put("code", each.code())
          .put("what", each.what())
          .put("next", each.next());
    }
    return Answer.ok(health);
  }
}
