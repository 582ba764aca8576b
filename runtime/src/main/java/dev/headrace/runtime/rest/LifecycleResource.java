package dev.headrace.runtime.rest;

import dev.headrace.runtime.connector.Connectors;
import dev.headrace.runtime.connector.TargetState;
import java.util.function.Function;
import java.util.stream.Stream;

/** What connectors are to do: {@code /connectors/:connector/pause} and the like. Thread-safe. */
final class LifecycleResource {

  private final Connectors connectors;

  LifecycleResource(Connectors connectors) {
    this.connectors = connectors;
  }

  Stream<Route> routes() {
    return Stream.of(
        new Route("PUT", "/connectors/:connector/pause", to(TargetState.PAUSED, Answer.accepted())),
        new Route(
            "PUT", "/connectors/:connector/resume", to(TargetState.STARTED, Answer.accepted())),
        new Route(
            "PUT", "/connectors/:connector/stop", to(TargetState.STOPPED, Answer.noContent())));
  }

  private Function<Request, Answer> to(TargetState target, Answer done) {
    return request -> {
      String name = request.variable("connector");
      return connectors.target(name, target) ? done : ConnectorsResource.unknown(name, connectors);
    };
  }
}
