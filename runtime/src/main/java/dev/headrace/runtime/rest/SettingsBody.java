package dev.headrace.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.connector.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The settings in a body, as Kafka Connect's strings: numbers and booleans as they are written,
 * lists joined with commas.
 *
 * @param values by key
 * @param problems what cannot be a setting
 */
record SettingsBody(Map<String, String> values, List<Problem> problems) {

  static SettingsBody of(JsonNode object) {
    Map<String, String> values = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String key = member.getKey();
      JsonNode value = member.getValue();
      if (value.isArray()) {
        values.put(key, joined(key, value, problems));
      } else if (value.isValueNode() && !value.isNull()) {
        values.put(key, value.asText());
      } else {
        problems.add(notAValue(key));
      }
    }
    return new SettingsBody(values, problems);
  }

  private static String joined(String key, JsonNode elements, List<Problem> problems) {
    StringJoiner joined = new StringJoiner(",");
    for (JsonNode element : elements) {
      if (!element.isValueNode() || element.isNull() || element.asText().contains(",")) {
        problems.add(notAValue(key));
        return "";
      }
      joined.add(element.asText());
    }
    return joined.toString();
  }

  private static Problem notAValue(String key) {
    return new Problem(
        "config.wrong-shape",
        key,
        "`" + key + "` is not one value, nor a list of values without commas.",
        "Write text, a number, true or false, or a list of these.");
  }
}
