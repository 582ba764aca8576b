package dev.headrace.connectors.http.sink;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.connector.Header;
import dev.headrace.connector.SinkBatch;
import dev.headrace.connector.Value;
import dev.headrace.connectors.http.json.JsonPicker;
import dev.headrace.connectors.http.json.JsonText;
import dev.headrace.connectors.http.template.Placeholder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What placeholders stand for in the record at hand, as JSON. Used by one thread. */
final class RecordValues {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final List<Placeholder> inKey;
  private final List<Placeholder> inValue;
  private final JsonPicker keyPicker;
  private final JsonPicker valuePicker;
  private Optional<SinkBatch> batch = Optional.empty();
  private Optional<Value> key = Optional.empty();
  private Optional<Value> value = Optional.empty();

  /** Values for these placeholders. */
  RecordValues(List<Placeholder> placeholders) {
    this.inKey = pointed(placeholders, "key");
    this.inValue = pointed(placeholders, "value");
    this.keyPicker = picker(inKey);
    this.valuePicker = picker(inValue);
  }

  private static List<Placeholder> pointed(List<Placeholder> placeholders, String name) {
    return placeholders.stream()
        .filter(gap -> gap.name().equals(name) && gap.argument().isPresent())
        .distinct()
        .toList();
  }

  private static JsonPicker picker(List<Placeholder> gaps) {
    return new JsonPicker(
        gaps.stream().map(gap -> JsonPointer.compile(gap.argument().orElseThrow())).toList());
  }

  /**
   * Looks at the record at which {@code newBatch} stands.
   *
   * @param usesKey whether a placeholder is about the key
   * @throws IOException when key or value should be JSON and are not
   */
  void look(SinkBatch newBatch, boolean usesKey) throws IOException {
    batch = Optional.of(newBatch);
    value = newBatch.value();
    key = usesKey ? newBatch.key() : Optional.empty();
    look(keyPicker, inKey, key);
    look(valuePicker, inValue, value);
  }

  private static void look(JsonPicker picker, List<Placeholder> gaps, Optional<Value> in)
      throws IOException {
    if (!gaps.isEmpty()) {
      byte[] json = in.map(RecordValues::json).orElse(NULL);
      picker.look(json, 0, json.length);
    }
  }

  /** The value as JSON; null for a tombstone. */
  byte[] value() {
    return value.map(RecordValues::json).orElse(NULL);
  }

  boolean isTombstone() {
    return value.isEmpty();
  }

  /** What a placeholder stands for; empty for nothing, and for null. */
  Optional<String> of(Placeholder gap) {
    SinkBatch record = batch.orElseThrow();
    return switch (gap.name()) {
      case "topic" -> Optional.of(JsonText.quote(record.partition().topic()));
      case "partition" -> Optional.of(Integer.toString(record.partition().partition()));
      case "offset" -> Optional.of(Long.toString(record.offset()));
      case "timestamp" -> Optional.of(Long.toString(record.timestampMillis()));
      case "header" -> header(record.headers(), gap.argument().orElse(""));
      case "key" -> gap.argument().isPresent() ? keyPicker.found(inKey.indexOf(gap)) : text(key);
      default -> gap.argument().isPresent() ? valuePicker.found(inValue.indexOf(gap)) : text(value);
    };
  }

  private static Optional<String> text(Optional<Value> of) {
    return of.map(RecordValues::json)
        .map(json -> new String(json, StandardCharsets.UTF_8))
        .filter(json -> !json.equals("null"));
  }

  /** The last one of a name, as text. */
  private static Optional<String> header(List<Header> headers, String name) {
    List<String> found = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equals(name)) {
        found.add(
            switch (header.value()) {
              case Value.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
              case Value.Text(String text) -> text;
              case Value.Json(byte[] buffer, int from, int length) ->
                  new String(buffer, from, length, StandardCharsets.UTF_8);
              case Value.Datum(Object datum, var _) -> datum.toString();
            });
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(JsonText.quote(found.getLast()));
  }

  /** The runtime gives JSON; bytes are taken for it. */
  private static byte[] json(Value value) {
    return switch (value) {
      case Value.Json(byte[] buffer, int from, int length) ->
          Arrays.copyOfRange(buffer, from, from + length);
      case Value.Bytes(byte[] bytes) -> bytes;
      case Value.Text(String text) -> JsonText.quote(text).getBytes(StandardCharsets.UTF_8);
      case Value.Datum _ -> throw new IllegalArgumentException("typed data was not asked for");
    };
  }
}
