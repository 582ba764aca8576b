package dev.headrace.connectors.http.webhook;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.connector.Header;
import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import dev.headrace.connectors.http.json.JsonArrays;
import dev.headrace.connectors.http.json.JsonPicker;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.json.Utf8;
import dev.headrace.connectors.http.webhook.WebhookSettings.Format;
import dev.headrace.connectors.http.webhook.WebhookSettings.Keying;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes records of requests. The listener's thread only. */
final class Contents {

  private final WebhookSettings settings;

  Contents(WebhookSettings settings) {
    this.settings = settings;
  }

  /** A request from which no records can be made. */
  static final class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** The records of a request, in order. */
  List<SourceRecord> records(Headers headers, byte[] body) throws Malformed {
    List<Value> values = values(body);
    List<Header> recordHeaders = recordHeaders(headers);
    List<SourceRecord> records = new ArrayList<>(values.size());
    for (Value value : values) {
      records.add(
          new SourceRecord(
              Optional.empty(),
              key(headers, value, records.size() + 1),
              Optional.of(value),
              Optional.empty(),
              recordHeaders));
    }
    return records;
  }

  private List<Value> values(byte[] body) throws Malformed {
    return switch (settings.format()) {
      case Format.Json(boolean split) -> json(body, split);
      case Format.JsonLines() -> lines(body);
      case Format.Text() -> {
        if (!Utf8.isValid(body, 0, body.length)) {
          throw new Malformed("The body is not UTF-8.");
        }
        yield List.of(new Value.Text(new String(body, StandardCharsets.UTF_8)));
      }
      case Format.Bytes() -> List.of(new Value.Bytes(body));
    };
  }

  private static List<Value> json(byte[] body, boolean split) throws Malformed {
    Optional<String> problem = JsonText.problem(body, 0, body.length);
    if (problem.isPresent()) {
      throw new Malformed("The body is not JSON: " + problem.get() + ".");
    }
    try {
      List<byte[]> elements = split ? JsonArrays.elements(body) : List.of(body);
      return elements.stream().<Value>map(Value.Json::of).toList();
    } catch (IOException impossible) {
      throw new IllegalStateException("valid JSON cannot be read", impossible);
    }
  }

  private static List<Value> lines(byte[] body) throws Malformed {
    List<Value> values = new ArrayList<>();
    int number = 0;
    int from = 0;
    while (from < body.length) {
      int end = from;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      number++;
      byte[] line = Arrays.copyOfRange(body, from, end);
      if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
        Optional<String> problem = JsonText.problem(line, 0, line.length);
        if (problem.isPresent()) {
          throw new Malformed("Line " + number + " is not JSON: " + problem.get() + ".");
        }
        values.add(Value.Json.of(line));
      }
      from = end + 1;
    }
    return values;
  }

  private Optional<Value> key(Headers headers, Value value, int number) throws Malformed {
    return switch (settings.key()) {
      case Keying.None() -> Optional.empty();
      case Keying.Header(String name) ->
          Optional.of(
              new Value.Text(
                  headers
                      .first(name)
                      .orElseThrow(() -> new Malformed("The header " + name + " is missing."))));
      case Keying.Pointer(String pointer) -> Optional.of(pointed(value, pointer, number));
    };
  }

  private static Value pointed(Value value, String pointer, int number) throws Malformed {
    Optional<String> found = Optional.empty();
    if (value instanceof Value.Json(byte[] json, int from, int length)) {
      JsonPicker picker = new JsonPicker(List.of(JsonPointer.compile(pointer)));
      try {
        picker.look(json, from, length);
      } catch (IOException impossible) {
        throw new IllegalStateException("valid JSON cannot be read", impossible);
      }
      found = picker.found(0);
    }
    String key =
        found.orElseThrow(
            () -> new Malformed("Record " + number + " has no key at " + pointer + "."));
    return key.startsWith("\"")
        ? new Value.Text(JsonText.plain(key))
        : Value.Json.of(key.getBytes(StandardCharsets.UTF_8));
  }

  private List<Header> recordHeaders(Headers headers) {
    List<Header> taken = new ArrayList<>();
    for (String name : settings.recordHeaders().orElse(List.of())) {
      headers.all(name).forEach(value -> taken.add(new Header(name, new Value.Text(value))));
    }
    return taken;
  }
}
