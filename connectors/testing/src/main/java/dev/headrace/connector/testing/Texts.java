package dev.headrace.connector.testing;

import dev.headrace.connector.SourceRecord;
import dev.headrace.connector.Value;
import java.nio.charset.StandardCharsets;

/** Shows values as text, to compare them with. */
final class Texts {

  private Texts() {}

  static String of(SourceRecord record) {
    return record.value().map(Texts::of).orElse("<tombstone>");
  }

  static String of(Value value) {
    return switch (value) {
      case Value.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
      case Value.Text(String text) -> text;
      case Value.Json(byte[] buffer, int from, int length) ->
          new String(buffer, from, length, StandardCharsets.UTF_8);
      case Value.Datum(Object datum, var _) -> datum.toString();
    };
  }
}
