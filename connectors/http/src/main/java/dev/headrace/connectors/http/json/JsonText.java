package dev.headrace.connectors.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Optional;

/** JSON text in UTF-8: is it any, and what does a simple value say. */
public final class JsonText {

  /** Parsers of what is in memory as a whole, and so bounded already. */
  static final JsonFactory FACTORY = factory(Integer.MAX_VALUE);

  private JsonText() {}

  /**
   * Makes parsers of streams that hold no more than {@code maxPartBytes} of a number or a name;
   * texts are passed over without being held.
   */
  public static JsonFactory factory(int maxPartBytes) {
    return new JsonFactoryBuilder()
        .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(maxPartBytes)
                .maxNumberLength(maxPartBytes)
                .maxNameLength(maxPartBytes)
                .build())
        .build();
  }

  /** Why the bytes are not one JSON text in UTF-8; empty when they are. */
  public static Optional<String> problem(byte[] bytes, int from, int length) {
    if (!Utf8.isValid(bytes, from, length)) {
      return Optional.of("it is not UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(bytes, from, length)) {
      if (parser.nextToken() == null) {
        return Optional.of("it is empty");
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null
          ? Optional.empty()
          : Optional.of("something follows behind its end");
    } catch (JsonProcessingException syntax) {
      return Optional.of(describe(syntax));
    } catch (IOException | IllegalStateException unreadable) {
      return Optional.of(String.valueOf(unreadable.getMessage()));
    }
  }

  /** What a parser found wrong, and where. */
  public static String describe(JsonProcessingException syntax) {
    String message = syntax.getOriginalMessage().replaceAll("\\s+", " ");
    return syntax.getLocation() == null || syntax.getLocation().getLineNr() < 1
        ? message
        : message
            + " (line "
            + syntax.getLocation().getLineNr()
            + ", column "
            + syntax.getLocation().getColumnNr()
            + ")";
  }

  /** The text as a JSON text. */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** What a JSON value says as plain text: a text without its quotes, others as they are. */
  public static String plain(String json) {
    if (!json.startsWith("\"")) {
      return json;
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException noJson) {
      throw new IllegalArgumentException("no JSON: " + json, noJson);
    }
  }

  /** The present simple value as JSON. */
  public static String scalar(JsonParser parser, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_STRING ? quote(parser.getText()) : parser.getText();
  }
}
