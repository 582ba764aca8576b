package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a table with {@code ${topic}} in it, such as {@code sales.${topic}}. A dot in the
 * template parts schema and table; one in the topic's name does not, and is part of the name.
 *
 * @param schema the template of the schema; empty for the connection's own
 * @param table the template of the table
 */
record TableTemplate(Optional<String> schema, String table) {

  private static final String TOPIC = "${topic}";

  /** What is wrong with a template, as it ends the sentence "the name …"; empty for nothing. */
  static Optional<String> problem(String text) {
    List<String> parts = parts(text);
    if (parts.size() > 2) {
      return Optional.of("has more parts than a schema and a table");
    }
    if (parts.stream().anyMatch(String::isBlank)) {
      return Optional.of("has an empty part");
    }
    if (text.replace(TOPIC, "").contains("${")) {
      return Optional.of("holds another placeholder than " + TOPIC);
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("holds a control character");
    }
    return Optional.empty();
  }

  /** What is wrong with a template for one table, whatever the topic. */
  static Optional<String> problemWithoutTopic(String text) {
    return text.contains(TOPIC)
        ? Optional.of("holds " + TOPIC + ", and there is one such table")
        : Optional.empty();
  }

  /**
   * The template that a text is.
   *
   * @throws IllegalArgumentException when there is a {@link #problem}
   */
  static TableTemplate of(String text) {
    problem(text)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("the name " + problem);
            });
    List<String> parts = parts(text);
    return parts.size() == 1
        ? new TableTemplate(Optional.empty(), parts.getFirst())
        : new TableTemplate(Optional.of(parts.getFirst()), parts.getLast());
  }

  /** The table of a topic. */
  TableName forTopic(String topic) {
    return new TableName(
        schema.map(part -> part.replace(TOPIC, topic)), table.replace(TOPIC, topic));
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
      parts.add(text.substring(from, dot));
      from = dot + 1;
    }
    parts.add(text.substring(from));
    return parts;
  }
}
