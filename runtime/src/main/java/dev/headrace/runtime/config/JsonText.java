package dev.headrace.runtime.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the text of one file as JSON. Used by one thread. */
final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Jackson names the bracket that is not closed in words of its own. */
  private static final Pattern START_MARKER =
      Pattern.compile("start marker at \\[.*line: (\\d+), column: (\\d+)]", Pattern.DOTALL);

  private final String file;
  private final JsonParser parser;
  private final Problems problems;

  private JsonText(String file, JsonParser parser, Problems problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /** The value that the text holds; empty when a problem with its syntax was noted. */
  static Optional<Json> parse(String file, String text, Problems problems) {
    if (text.isBlank()) {
      problems.add(
          file,
          "config.file-empty",
          "",
          "The file is empty.",
          "Write a JSON object, or remove it.");
      return Optional.empty();
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonText(file, parser, problems).whole();
    } catch (JsonProcessingException syntax) {
      problems.add(
          place(file, syntax.getLocation()),
          "config.syntax",
          "",
          "This is not JSON: " + words(syntax) + ".",
          "Mend it here or just before; a comma, quote or bracket may be missing or too much.");
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Optional<Json> whole() throws IOException {
    Json value = value(parser.nextToken());
    if (parser.nextToken() == null) {
      return Optional.of(value);
    }
    problems.add(
        here(),
        "config.syntax",
        "",
        "There is more text behind the end of the JSON value.",
        "Remove it; put several connectors into one array or into several files.");
    return Optional.empty();
  }

  private Json value(JsonToken token) throws IOException {
    Place at = here();
    return switch (token) {
      case START_OBJECT -> members(at);
      case START_ARRAY -> elements(at);
      case VALUE_STRING -> new Json.Text(at, parser.getText());
      case VALUE_NULL -> new Json.Null(at);
      default -> new Json.Literal(at, parser.getText());
    };
  }

  private Json members(Place at) throws IOException {
    List<Json.Member> members = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place nameAt = here();
      String name = parser.currentName();
      Json value = value(parser.nextToken());
      Place first = seen.putIfAbsent(name, nameAt);
      if (first == null) {
        members.add(new Json.Member(nameAt, name, value));
      } else {
        problems.add(
            nameAt,
            "config.duplicate-key",
            name,
            "The key `" + name + "` stands here a second time; first at line " + first.line() + ".",
            "Keep one of them.");
      }
    }
    return new Json.Members(at, List.copyOf(members));
  }

  private Json elements(Place at) throws IOException {
    List<Json> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      elements.add(value(next));
    }
    return new Json.Elements(at, List.copyOf(elements));
  }

  private Place here() {
    return place(file, parser.currentTokenLocation());
  }

  /** Jackson knows no location of what breaks its limits. */
  private static Place place(String file, @Nullable JsonLocation location) {
    return location == null
        ? Place.startOf(file)
        : new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static String words(JsonProcessingException syntax) {
    String message =
        START_MARKER
            .matcher(syntax.getOriginalMessage())
            .replaceAll("it opens at line $1, column $2");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
