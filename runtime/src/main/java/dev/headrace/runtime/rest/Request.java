package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a client asks.
 *
 * @param path the values of the path's variables, decoded
 * @param query the values of each query parameter
 * @param body JSON null where there is none
 */
record Request(Map<String, String> path, Map<String, List<String>> query, JsonNode body) {

  /** A variable of the path; the route has it, so it is there. */
  String variable(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }
}
