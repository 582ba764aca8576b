package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.config.Nearest;
import dev.headrace.connector.config.Problem;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.connector.TargetState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /connectors}. Thread-safe. */
final class ConnectorsResource {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Connectors connectors;
  private final SecretMask secrets;
  private final String workerId;

  /** Held from looking whether a name is taken until it is. */
  private final ReentrantLock changing = new ReentrantLock();

  ConnectorsResource(Connectors connectors, SecretMask secrets, String workerId) {
    this.connectors = connectors;
    this.secrets = secrets;
    this.workerId = workerId;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("GET", "/connectors", this::list),
        new Route("POST", "/connectors", this::create),
        new Route("GET", "/connectors/:connector", of(this::info)),
        new Route("DELETE", "/connectors/:connector", this::delete),
        new Route("GET", "/connectors/:connector/config", of(this::config)),
        new Route("PUT", "/connectors/:connector/config", this::put),
        new Route("PATCH", "/connectors/:connector/config", this::patch),
        new Route("GET", "/connectors/:connector/status", of(this::status)),
        new Route("GET", "/connectors/:connector/topics", of(this::topics)),
        new Route("GET", "/connectors/:connector/tasks", of(this::tasks)),
        new Route("GET", "/connectors/:connector/tasks/:task/status", this::taskStatus));
  }

  private Answer list(Request request) {
    List<String> expand = request.parameters("expand");
    if (expand.isEmpty()) {
      ArrayNode names = JSON.arrayNode();
      connectors.names().forEach(names::add);
      return Answer.ok(names);
    }
    ObjectNode expanded = JSON.objectNode();
    for (String name : connectors.names()) {
      find(name)
          .ifPresent(
              found -> {
                ObjectNode entry = expanded.putObject(name);
                if (expand.contains("status")) {
                  entry.set("status", ConnectJson.status(found.status(), workerId));
                }
                if (expand.contains("info")) {
                  entry.set("info", shown(found));
                }
              });
    }
    return Answer.ok(expanded);
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
            "Change it with PUT /connectors/" + encoded(name) + "/config.");
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
        return unknown(name, connectors);
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
          Answer.created("/connectors/" + encoded(name), shown(new Found(config, status)));
      case Applied.Changed(ConnectorStatus status) -> Answer.ok(shown(new Found(config, status)));
      case Applied.Unchanged(ConnectorStatus status) -> Answer.ok(shown(new Found(config, status)));
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
      case UNKNOWN -> unknown(name, connectors);
    };
  }

  private Answer info(Request request, Found found) {
    return Answer.ok(shown(found));
  }

  private Answer config(Request request, Found found) {
    return Answer.ok(ConnectJson.settings(found.config().name(), secrets.masked(found.config())));
  }

  private Answer status(Request request, Found found) {
    return Answer.ok(ConnectJson.status(found.status(), workerId));
  }

  private Answer topics(Request request, Found found) {
    ObjectNode body = JSON.objectNode();
    ArrayNode topics = body.putObject(found.config().name()).putArray("topics");
    found.status().topics().forEach(topics::add);
    return Answer.ok(body);
  }

  private Answer tasks(Request request, Found found) {
    ArrayNode tasks = JSON.arrayNode();
    for (ConnectorStatus.TaskStatus task : found.status().tasks()) {
      ObjectNode entry = tasks.addObject();
      entry.putObject("id").put("connector", found.config().name()).put("task", task.task());
      entry.set(
          "config", ConnectJson.settings(found.config().name(), secrets.masked(found.config())));
    }
    return Answer.ok(tasks);
  }

  private Answer taskStatus(Request request) {
    String name = request.variable("connector");
    Optional<Found> found = find(name);
    if (found.isEmpty()) {
      return unknown(name, connectors);
    }
    String number = request.variable("task");
    return found.get().status().tasks().stream()
        .filter(task -> Integer.toString(task.task()).equals(number))
        .findFirst()
        .map(task -> Answer.ok(ConnectJson.task(task, workerId)))
        .orElseGet(() -> unknownTask(name, number));
  }

  private ObjectNode shown(Found found) {
    return ConnectJson.info(secrets.masked(found.config()), found.status());
  }

  private Function<Request, Answer> of(BiFunction<Request, Found, Answer> handler) {
    return request -> {
      String name = request.variable("connector");
      return find(name)
          .map(found -> handler.apply(request, found))
          .orElseGet(() -> unknown(name, connectors));
    };
  }

  private Optional<Found> find(String name) {
    return connectors
        .config(name)
        .flatMap(config -> connectors.status(name).map(status -> new Found(config, status)));
  }

  static Answer unknownTask(String connector, String task) {
    return Answer.error(
        404,
        "task.unknown",
        "Connector " + connector + " has no task " + task,
        "GET /connectors/" + encoded(connector) + "/tasks lists them.");
  }

  static Answer unknown(String name, Connectors connectors) {
    return Answer.error(
        404,
        "connector.unknown",
        "Connector " + name + " not found",
        Nearest.to(name, connectors.names())
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("GET /connectors lists those that exist."));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Found(ConnectorConfig config, ConnectorStatus status) {}
}
