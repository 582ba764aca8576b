package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of one Avro type into its fixed Java type. Made once for a schema by {@link
 * JsonTypes}, and used for every record: by one thread.
 */
interface JsonType {

  /**
   * The value at which the parser stands, and then stands at its last token.
   *
   * @return null only for JSON null
   * @throws MisfitException when the value is not of this type; where the parser stands is open
   *     then
   */
  @Nullable Object read(JsonParser json) throws IOException, MisfitException;

  /** What the parser found, for people. */
  static String shown(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "\"" + shortened(json.getText()) + "\"";
      default -> shortened(json.getText());
    };
  }

  private static String shortened(String text) {
    int most = 40;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  static MisfitException misfit(JsonParser json, String type) throws IOException {
    return new MisfitException(shown(json) + " is no " + type);
  }
}
