package dev.headrace.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.headrace.connector.config.Nearest;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From HTTP to {@link Route}s and back: limits, the {@link Gate}, JSON, and an answer for whatever
 * has no route. Everything runs on the event loop but the routes' handlers.
 */
final class RequestRouter {

  /** The most bytes a body may have. */
  static final long MAX_BODY_BYTES = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Vertx vertx;
  private final Gate gate;
  private final Router router;

  RequestRouter(Vertx vertx, Gate gate) {
    this.vertx = vertx;
    this.gate = gate;
    this.router = Router.router(vertx);
  }

  Handler<HttpServerRequest> handler() {
    return router;
  }

  /** Answers these routes from now on. */
  void serve(List<Route> routes) {
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.route().handler(this::checkAtGate);
    for (Route route : routes) {
      router
          .route(HttpMethod.valueOf(route.method()), route.path())
          .handler(context -> serve(context, route));
    }
    router.errorHandler(404, context -> send(context, noSuchPath(context, routes)));
    router.errorHandler(405, context -> send(context, noSuchMethod(context, routes)));
    router.errorHandler(413, context -> send(context, tooLarge()));
    router.errorHandler(400, context -> send(context, malformed("The request is malformed.")));
    router.errorHandler(500, context -> send(context, failed(context.failure())));
  }

  private void checkAtGate(RoutingContext context) {
    MultiMap headers = context.request().headers();
    Buffer body = context.body().buffer();
    Gate.Headers seen =
        new Gate.Headers(
            context.request().method().name(),
            Optional.ofNullable(headers.get("Host")),
            Optional.ofNullable(headers.get("Origin")),
            Optional.ofNullable(headers.get("Sec-Fetch-Site")),
            Optional.ofNullable(headers.get("Content-Type")),
            body == null ? 0 : body.length());
    gate.refusal(seen).ifPresentOrElse(refusal -> send(context, refusal), context::next);
  }

  private void serve(RoutingContext context, Route route) {
    Request request;
    try {
      request = new Request(context.pathParams(), parameters(context), body(context));
    } catch (JsonProcessingException syntax) {
      String where =
          " (line %d, column %d)"
              .formatted(
                  syntax.getLocation() == null ? 1 : syntax.getLocation().getLineNr(),
                  syntax.getLocation() == null ? 1 : syntax.getLocation().getColumnNr());
      send(context, malformed("The body is not JSON: " + syntax.getOriginalMessage() + where));
      return;
    }
    vertx
        .executeBlocking(() -> route.handler().apply(request), false)
        .onComplete(answer -> send(context, answer), failure -> send(context, failed(failure)));
  }

  private static JsonNode body(RoutingContext context) throws JsonProcessingException {
    Buffer body = context.body().buffer();
    if (body == null || body.length() == 0) {
      return NullNode.getInstance();
    }
    return JSON.readTree(body.toString());
  }

  private static Map<String, List<String>> parameters(RoutingContext context) {
    Map<String, List<String>> parameters = new HashMap<>();
    MultiMap query = context.queryParams();
    query.names().forEach(name -> parameters.put(name, query.getAll(name)));
    return parameters;
  }

  private static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("X-Content-Type-Options", "nosniff");
    if (answer.body().isEmpty()) {
      response.end();
      return;
    }
    response.putHeader("Content-Type", "application/json");
    response.end(answer.body().get().toString() + "\n");
  }

  private static Answer noSuchPath(RoutingContext context, List<Route> routes) {
    String asked = context.normalizedPath();
    Set<String> paths = routes.stream().map(Route::path).collect(Collectors.toSet());
    return Answer.error(
        404,
        "rest.path",
        "There is nothing at " + asked,
        Nearest.to(asked, paths)
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("Start at /connectors or /connector-plugins."));
  }

  private static Answer noSuchMethod(RoutingContext context, List<Route> routes) {
    String asked = context.normalizedPath();
    Set<String> methods = new LinkedHashSet<>();
    routes.stream()
        .filter(route -> asked.matches(route.path().replaceAll(":\\w+", "[^/]+") + "/?"))
        .forEach(route -> methods.add(route.method()));
    String allowed = String.join(", ", methods);
    Answer error =
        Answer.error(
            405,
            "rest.method",
            context.request().method() + " is not for " + asked,
            "It takes " + allowed + ".");
    return new Answer(405, error.body(), Map.of("Allow", allowed));
  }

  private static Answer tooLarge() {
    return Answer.error(
        413,
        "rest.body-size",
        "The body is larger than " + MAX_BODY_BYTES + " bytes",
        "Send a smaller one; no config needs that much.");
  }

  private static Answer malformed(String what) {
    return Answer.error(400, "rest.syntax", what, "Correct the request and send it again.");
  }

  private static Answer failed(Throwable failure) {
    LOG.error("rest.failure: a request could not be answered", failure);
    return Answer.error(
        500,
        "rest.failure",
        "The request could not be answered: " + failure,
        "The log of the node has more; report it if it comes again.");
  }
}
