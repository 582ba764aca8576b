package dev.headrace.connectors.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes JSON arrays apart. */
public final class JsonArrays {

  private JsonArrays() {}

  /**
   * The elements of an array, their bytes as they are; what is no array is the one element.
   *
   * @param json one valid JSON text
   */
  public static List<byte[]> elements(byte[] json) throws IOException {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return List.of(json);
      }
      List<byte[]> elements = new ArrayList<>();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        elements.add(element(json, parser, token));
      }
      return elements;
    }
  }

  private static byte[] element(byte[] json, JsonParser parser, JsonToken token)
      throws IOException {
    if (!token.isStructStart()) {
      return JsonText.scalar(parser, token).getBytes(StandardCharsets.UTF_8);
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return Arrays.copyOfRange(json, start, (int) parser.currentLocation().getByteOffset());
  }
}
