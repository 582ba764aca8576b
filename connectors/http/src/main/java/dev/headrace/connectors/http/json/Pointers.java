package dev.headrace.connectors.http.json;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.connector.config.Problem;
import java.util.List;
import java.util.Optional;

/** JSON pointers in settings. */
public final class Pointers {

  private Pointers() {}

  /** Notes when the text under {@code key} is no JSON pointer. */
  public static void check(String key, Optional<String> text, List<Problem> problems) {
    text.filter(given -> !isPointer(given))
        .ifPresent(
            given ->
                problems.add(
                    new Problem(
                        "config.wrong-type",
                        key,
                        "`" + key + "` is \"" + given + "\"; expected is a JSON pointer.",
                        "Begin it with a slash, such as /data/items (RFC 6901).")));
  }

  /** The pointer; the whole text for none. */
  public static JsonPointer of(Optional<String> text) {
    return text.map(JsonPointer::compile).orElseGet(JsonPointer::empty);
  }

  private static boolean isPointer(String text) {
    return text.isEmpty() || (text.startsWith("/") && !text.matches(".*~(?![01]).*"));
  }
}
