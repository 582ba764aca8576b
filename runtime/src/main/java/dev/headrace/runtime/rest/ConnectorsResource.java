package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.rest.ConnectorLookup.Found;
import java.util.List;
import java.util.stream.Stream;

/** {@code /connectors}, to look at; {@link ConnectorChangesResource} changes them. Thread-safe. */
final class ConnectorsResource {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Connectors connectors;
  private final ConnectorLookup lookup;
  private final SecretMask secrets;
  private final String workerId;

  ConnectorsResource(Connectors connectors, SecretMask secrets, String workerId) {
    this.connectors = connectors;
    this.lookup = new ConnectorLookup(connectors);
    this.secrets = secrets;
    this.workerId = workerId;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("GET", "/connectors", this::list),
        new Route("GET", "/connectors/:connector", lookup.of(this::info)),
        new Route("GET", "/connectors/:connector/config", lookup.of(this::config)),
        new Route("GET", "/connectors/:connector/status", lookup.of(this::status)),
        new Route("GET", "/connectors/:connector/topics", lookup.of(this::topics)),
        new Route("GET", "/connectors/:connector/tasks", lookup.of(this::tasks)),
        new Route("GET", "/connectors/:connector/tasks/:task/status", lookup.of(this::task)));
  }

  private Answer list(Request request) {
    List<String> expand = request.parameters("expand");
    if (expand.isEmpty()) {
      ArrayNode names = JSON.arrayNode();
      connectors.names().forEach(names::add);
      return Answer.ok(names);
    }
    ObjectNode expanded = JSON.objectNode();
    lookup
        .all()
        .forEach(
            found -> {
              ObjectNode entry = expanded.putObject(found.name());
              if (expand.contains("status")) {
                entry.set("status", ConnectJson.status(found.status(), workerId));
              }
              if (expand.contains("info")) {
                entry.set("info", shown(found));
              }
            });
    return Answer.ok(expanded);
  }

  private Answer info(Request request, Found found) {
    return Answer.ok(shown(found));
  }

  private Answer config(Request request, Found found) {
    return Answer.ok(ConnectJson.settings(found.name(), secrets.masked(found.config())));
  }

  private Answer status(Request request, Found found) {
    return Answer.ok(ConnectJson.status(found.status(), workerId));
  }

  private Answer topics(Request request, Found found) {
    ObjectNode body = JSON.objectNode();
    ArrayNode topics = body.putObject(found.name()).putArray("topics");
    found.status().topics().forEach(topics::add);
    return Answer.ok(body);
  }

  private Answer tasks(Request request, Found found) {
    ArrayNode tasks = JSON.arrayNode();
    for (ConnectorStatus.TaskStatus task : found.status().tasks()) {
      ObjectNode entry = tasks.addObject();
      entry.putObject("id").put("connector", found.name()).put("task", task.task());
      entry.set("config", ConnectJson.settings(found.name(), secrets.masked(found.config())));
    }
    return Answer.ok(tasks);
  }

  private Answer task(Request request, Found found) {
    String number = request.variable("task");
    return found.status().tasks().stream()
        .filter(task -> Integer.toString(task.task()).equals(number))
        .findFirst()
        .map(task -> Answer.ok(ConnectJson.task(task, workerId)))
        .orElseGet(() -> ConnectorLookup.unknownTask(found.name(), number));
  }

  private ObjectNode shown(Found found) {
    return ConnectJson.info(secrets.masked(found.config()), found.status());
  }
}
