package dev.headrace.runtime.rest;

import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.Restart;
import dev.headrace.runtime.connector.TargetState;
import java.util.function.Function;
import java.util.stream.Stream;

/** What connectors are to do: {@code /connectors/:connector/pause} and the like. Thread-safe. */
final class LifecycleResource {

  private final Connectors connectors;
  private final ConnectorLookup lookup;
  private final String workerId;

  LifecycleResource(Connectors connectors, String workerId) {
    this.connectors = connectors;
    this.lookup = new ConnectorLookup(connectors);
    this.workerId = workerId;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("PUT", "/connectors/:connector/pause", to(TargetState.PAUSED, Answer.accepted())),
        new Route(
            "PUT", "/connectors/:connector/resume", to(TargetState.STARTED, Answer.accepted())),
        new Route(
            "PUT", "/connectors/:connector/stop", to(TargetState.STOPPED, Answer.noContent())),
        new Route("POST", "/connectors/:connector/restart", this::restart),
        new Route("POST", "/connectors/:connector/tasks/:task/restart", this::restartTask));
  }

  /** Without a flag, as it was before there were flags: the connector alone, and no body. */
  private Answer restart(Request request) {
    String name = request.variable("connector");
    Restart.Which which = isSet(request, "onlyFailed") ? Restart.Which.FAILED : Restart.Which.ANY;
    Restart restart =
        isSet(request, "includeTasks") ? new Restart.OfAll(which) : new Restart.OfConnector(which);
    if (connectors.restart(name, restart) == Restart.Result.UNKNOWN_CONNECTOR) {
      return lookup.unknown(name);
    }
    return isSet(request, "includeTasks") || isSet(request, "onlyFailed")
        ? connectors
            .status(name)
            .map(status -> Answer.accepted(ConnectJson.status(status, workerId)))
            .orElseGet(() -> lookup.unknown(name))
        : Answer.noContent();
  }

  private Answer restartTask(Request request) {
    String name = request.variable("connector");
    String task = request.variable("task");
    Restart.Result result =
        task.matches("\\d{1,9}")
            ? connectors.restart(name, new Restart.OfTask(Integer.parseInt(task)))
            : Restart.Result.UNKNOWN_TASK;
    return switch (result) {
      case DONE -> Answer.noContent();
      case UNKNOWN_CONNECTOR -> lookup.unknown(name);
      case UNKNOWN_TASK -> ConnectorLookup.unknownTask(name, task);
    };
  }

  private static boolean isSet(Request request, String flag) {
    return request.parameters(flag).stream().anyMatch("true"::equalsIgnoreCase);
  }

  private Function<Request, Answer> to(TargetState target, Answer done) {
    return request -> {
      String name = request.variable("connector");
      return connectors.target(name, target) ? done : lookup.unknown(name);
    };
  }
}
