package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.connector.TargetState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** {@code /connectors}, to create, change and delete them. Thread-safe. */
final class ConnectorChangesResource {

  private final Connectors connectors;
  private final ConnectorLookup lookup;
  private final SecretMask secrets;

  /** Held from looking whether a name is taken until it is. */
  private final ReentrantLock changing = new ReentrantLock();

  ConnectorChangesResource(Connectors connectors, SecretMask secrets) {
    this.connectors = connectors;
    this.lookup = new ConnectorLookup(connectors);
    this.secrets = secrets;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("POST", "/connectors", this::create),
        new Route("DELETE", "/connectors/:connector", this::delete),
        new Route("PUT", "/connectors/:connector/config", this::put),
        new Route("PATCH", "/connectors/:connector/config", this::patch));
  }

  private Answer create(Request request) {
    JsonNode body = request.body();
    if (!body.path("name").isTextual() || body.path("name").asText().isBlank()) {
      return Answer.error(
          400,
          "rest.body",
          "The body has no connector name.",
          "Send {\"name\": \"…\", \"config\": {…}}.");
    }
    String name = body.path("name").asText();
    Optional<TargetState> initial = initial(body.path("initial_state"));
    if (initial.isEmpty()) {
      return Answer.error(
          400,
          "rest.body",
          "initial_state is " + body.path("initial_state"),
          "Send \"RUNNING\", \"PAUSED\" or \"STOPPED\", or leave it out.");
    }
    changing.lock();
    try {
      if (connectors.config(name).isPresent()) {
        return Answer.error(
            409,
            "connector.exists",
            "Connector " + name + " already exists",
            "Change it with PUT " + ConnectorLookup.path(name) + "/config.");
      }
      return apply(name, body.path("config"), initial.get());
    } finally {
      changing.unlock();
    }
  }

  private Answer put(Request request) {
    changing.lock();
    try {
      return apply(request.variable("connector"), request.body(), TargetState.STARTED);
    } finally {
      changing.unlock();
    }
  }

  /** What is null in the body is removed, all else in it replaced or added. */
  private Answer patch(Request request) {
    String name = request.variable("connector");
    changing.lock();
    try {
      Optional<ConnectorConfig> former = connectors.config(name);
      if (former.isEmpty()) {
        return lookup.unknown(name);
      }
      if (!request.body().isObject()) {
        return apply(name, request.body(), TargetState.STARTED);
      }
      ObjectNode patched = ConnectJson.settings(name, former.get().settings());
      for (Map.Entry<String, JsonNode> member : request.body().properties()) {
        if (member.getValue().isNull()) {
          patched.remove(member.getKey());
        } else {
          patched.set(member.getKey(), member.getValue());
        }
      }
      return apply(name, patched, TargetState.STARTED);
    } finally {
      changing.unlock();
    }
  }

  private static Optional<TargetState> initial(JsonNode state) {
    return switch (state.asText("RUNNING")) {
      case "RUNNING" -> Optional.of(TargetState.STARTED);
      case "PAUSED" -> Optional.of(TargetState.PAUSED);
      case "STOPPED" -> Optional.of(TargetState.STOPPED);
      default -> Optional.empty();
    };
  }

  private Answer apply(String name, JsonNode settings, TargetState initial) {
    if (!settings.isObject()) {
      return Answer.error(
          400,
          "rest.body",
          "The body has no config.",
          "Send the settings as one JSON object of keys and values.");
    }
    SettingsBody read = SettingsBody.of(settings);
    if (!read.problems().isEmpty()) {
      return Answer.invalid(read.problems());
    }
    String named = read.values().getOrDefault("name", name);
    if (!named.equals(name)) {
      return Answer.error(
          400,
          "config.inconsistent",
          "Connector name configuration ("
              + named
              + ") doesn't match connector name ("
              + name
              + ")",
          "Remove `name` from the config, or make both alike.");
    }
    Map<String, String> values =
        connectors
            .config(name)
            .map(former -> secrets.unmasked(read.values(), former))
            .orElse(read.values());
    List<Problem> lost = secrets.lost(values);
    if (!lost.isEmpty()) {
      return Answer.invalid(lost);
    }
    ConnectorConfig config = new ConnectorConfig(name, values, new ConnectorConfig.Origin.Rest());
    return switch (connectors.apply(config, initial)) {
      case Applied.Created(ConnectorStatus status) ->
          Answer.created(ConnectorLookup.path(name), shown(config, status));
      case Applied.Changed(ConnectorStatus status) -> Answer.ok(shown(config, status));
      case Applied.Unchanged(ConnectorStatus status) -> Answer.ok(shown(config, status));
      case Applied.Invalid invalid -> Answer.invalid(invalid.problems());
    };
  }

  private Answer delete(Request request) {
    String name = request.variable("connector");
    return switch (connectors.remove(name, new ConnectorConfig.Origin.Rest())) {
      case REMOVED -> Answer.noContent();
      case DEFINED_BY_FILE ->
          Answer.error(
              409,
              "config.defined-by-file",
              "The connector " + name + " is defined by a file.",
              "Remove it from the file; the node follows.");
      case UNKNOWN -> lookup.unknown(name);
    };
  }

  private ObjectNode shown(ConnectorConfig config, ConnectorStatus status) {
    return ConnectJson.info(secrets.masked(config), status);
  }
}
