package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What goes back to the client.
 *
 * @param status the HTTP status
 * @param body empty for none
 * @param headers beside those that every answer has
 */
record Answer(int status, Optional<JsonNode> body, Map<String, String> headers) {

  static Answer ok(JsonNode body) {
    return new Answer(200, Optional.of(body), Map.of());
  }

  /** 201, and where the new thing is. */
  static Answer created(String location, JsonNode body) {
    return new Answer(201, Optional.of(body), Map.of("Location", location));
  }

  /** 202, and how it stands now. */
  static Answer accepted(JsonNode body) {
    return new Answer(202, Optional.of(body), Map.of());
  }

  /** 202: it is kept, and going to happen. */
  static Answer accepted() {
    return new Answer(202, Optional.empty(), Map.of());
  }

  static Answer noContent() {
    return new Answer(204, Optional.empty(), Map.of());
  }

  /**
   * Kafka Connect's error body, with what we add to it.
   *
   * @param code stable, for programs
   * @param message what is wrong
   * @param next what to do about it
   */
  static Answer error(int status, String code, String message, String next) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error_code", status).put("message", message).put("code", code).put("next", next);
    return new Answer(status, Optional.of(body), Map.of());
  }

  /** 400 for a config, with each problem by itself and all of them in the message. */
  static Answer invalid(List<Problem> problems) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    String all =
        problems.stream()
            .map(problem -> problem.what() + " " + problem.next())
            .collect(Collectors.joining("\n"));
    body.put("error_code", 400)
        .put(
            "message",
            "Connector configuration is invalid and contains the following "
                + problems.size()
                + " error(s):\n"
                + all)
        .put("code", "config.invalid")
        .put("next", "Correct the settings and send the config again.");
    ArrayNode each = body.putArray("problems");
    for (Problem problem : problems) {
      each.addObject()
          .put("code", problem.code())
          .put("key", problem.key())
          .put("what", problem.what())
          .put("next", problem.next());
    }
    return new Answer(400, Optional.of(body), Map.of());
  }
}
