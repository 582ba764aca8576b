package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headrace.connector.Reason;
import dev.headrace.connector.Slice;
import dev.headrace.runtime.schema.Side;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One JSON text, and what is said when it is none. Stateless. */
final class JsonText {

  /** Names are not interned for ever: they may be data. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonText() {}

  /**
   * What is made of the one value in a text.
   *
   * @param <T> what it becomes
   */
  @FunctionalInterface
  interface Use<T> {
    /** The parser stands at the first token of the value, and is left at its last. */
    T of(JsonParser json) throws IOException, MisfitException;
  }

  /**
   * Reads a text.
   *
   * @throws FormatException when it is no JSON, or more than one value
   */
  static <T> T read(Slice text, Side side, Use<T> use) throws FormatException, MisfitException {
    try (JsonParser json = JSON.createParser(text.array(), text.from(), text.length())) {
      if (json.nextToken() == null) {
        throw notJson(side, "it is empty", null);
      }
      T value = use.of(json);
      if (json.nextToken() != null) {
        throw notJson(side, "more follows behind the first value", null);
      }
      return value;
    } catch (JsonProcessingException wrong) {
      throw notJson(side, wrong.getOriginalMessage(), wrong);
    } catch (IOException wrong) { // as Jackson calls malformed UTF-8
      throw notJson(side, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /** Checks that it is one JSON text. */
  static void check(Slice text, Side side) throws FormatException {
    try {
      read(text, side, JsonText::passOver);
    } catch (MisfitException impossible) {
      throw new IllegalStateException("any value will do", impossible);
    }
  }

  /** What a JSON string says. */
  static String string(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException impossible) {
      throw new UncheckedIOException("it was written just now", impossible);
    }
  }

  /** Also looks into the strings, which are not decoded otherwise. */
  private static JsonToken passOver(JsonParser json) throws IOException {
    int depth = 0;
    while (true) {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        json.getTextLength();
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return token;
      }
      json.nextToken();
    }
  }

  private static FormatException notJson(Side side, String why, Throwable cause) {
    String format = side.text() + ".format";
    return new FormatException(
        new Reason(
            side.text() + ".not-json",
            "the " + side.text() + " is not one JSON text: " + why,
            "Set `" + format + "` to what lies in the topic, or correct the record's writer."),
        cause);
  }
}
