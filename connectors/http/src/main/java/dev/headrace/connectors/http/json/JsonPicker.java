package dev.headrace.connectors.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Picks values out of JSON texts by their pointers (RFC 6901), in one pass that ends when all are
 * found. Used by one thread.
 */
public final class JsonPicker {

  private final JsonPointer[] pointers;
  private final @Nullable String[] found;
  private int missing;
  private byte[] json = {};
  private int from;

  public JsonPicker(List<JsonPointer> pointers) {
    this.pointers = pointers.toArray(JsonPointer[]::new);
    this.found = new String[pointers.size()];
  }

  /**
   * Looks into one JSON text.
   *
   * @throws IOException when it is none as far as it was read
   */
  public void look(byte[] bytes, int start, int length) throws IOException {
    json = bytes;
    from = start;
    missing = pointers.length;
    for (int i = 0; i < found.length; i++) {
      found[i] = null;
    }
    if (missing > 0) {
      try (JsonParser parser = JsonText.FACTORY.createParser(bytes, start, length)) {
        parser.nextToken();
        value(parser, pointers);
      }
    }
  }

  /**
   * What the last text has at a pointer, as JSON; empty for nothing and for null.
   *
   * @param pointer its place among the pointers
   */
  public Optional<String> found(int pointer) {
    return Optional.ofNullable(found[pointer]);
  }

  private void value(JsonParser parser, @Nullable JsonPointer[] rest) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return;
    }
    if (!token.isStructStart()) {
      keep(rest, token == JsonToken.VALUE_NULL ? null : JsonText.scalar(parser, token));
      return;
    }
    long start = parser.currentTokenLocation().getByteOffset();
    if (token == JsonToken.START_OBJECT) {
      members(parser, rest);
    } else {
      elements(parser, rest);
    }
    if (missing > 0) {
      int length = (int) (parser.currentLocation().getByteOffset() - start);
      keep(rest, new String(json, from + (int) start, length, StandardCharsets.UTF_8));
    }
  }

  private void members(JsonParser parser, @Nullable JsonPointer[] rest) throws IOException {
    for (String name = parser.nextFieldName();
        name != null && missing > 0;
        name = parser.nextFieldName()) {
      parser.nextToken();
      @Nullable JsonPointer[] below = new JsonPointer[rest.length];
      boolean any = false;
      for (int i = 0; i < rest.length; i++) {
        JsonPointer pointer = rest[i];
        if (pointer != null && pointer.matchesProperty(name)) {
          below[i] = pointer.tail();
          any = true;
        }
      }
      descend(parser, below, any);
    }
  }

  private void elements(JsonParser parser, @Nullable JsonPointer[] rest) throws IOException {
    int index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY && missing > 0) {
      @Nullable JsonPointer[] below = new JsonPointer[rest.length];
      boolean any = false;
      for (int i = 0; i < rest.length; i++) {
        JsonPointer pointer = rest[i];
        if (pointer != null && pointer.matchesElement(index)) {
          below[i] = pointer.tail();
          any = true;
        }
      }
      descend(parser, below, any);
      index++;
    }
  }

  private void descend(JsonParser parser, @Nullable JsonPointer[] below, boolean any)
      throws IOException {
    if (any) {
      value(parser, below);
    } else {
      parser.skipChildren();
    }
  }

  private void keep(@Nullable JsonPointer[] rest, @Nullable String value) {
    for (int i = 0; i < rest.length; i++) {
      JsonPointer pointer = rest[i];
      if (pointer != null && pointer.matches() && found[i] == null) {
        found[i] = value;
        missing--;
      }
    }
  }
}
