package dev.headrace.runtime.rest;

import dev.headrace.connector.config.Nearest;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.Connectors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The connectors that requests name, and what is answered when there is none. Thread-safe. */
final class ConnectorLookup {

  private final Connectors connectors;

  ConnectorLookup(Connectors connectors) {
    this.connectors = connectors;
  }

  /** A connector as it stood when it was asked for. */
  record Found(ConnectorConfig config, ConnectorStatus status) {
    String name() {
      return config.name();
    }
  }

  Optional<Found> find(String name) {
    return connectors
        .config(name)
        .flatMap(config -> connectors.status(name).map(status -> new Found(config, status)));
  }

  /** All, by name. */
  Stream<Found> all() {
    return connectors.names().stream().map(this::find).flatMap(Optional::stream);
  }

  /** A handler of requests with the connector that they name. */
  Function<Request, Answer> of(BiFunction<Request, Found, Answer> handler) {
    return request -> {
      String name = request.variable("connector");
      return find(name).map(found -> handler.apply(request, found)).orElseGet(() -> unknown(name));
    };
  }

  Answer unknown(String name) {
    return Answer.error(
        404,
        "connector.unknown",
        "Connector " + name + " not found",
        Nearest.to(name, connectors.names())
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("GET /connectors lists those that exist."));
  }

  static Answer unknownTask(String connector, String task) {
    return Answer.error(
        404,
        "task.unknown",
        "Connector " + connector + " has no task " + task,
        "GET " + path(connector) + "/tasks lists them.");
  }

  /** Where a connector is. */
  static String path(String name) {
    return "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
