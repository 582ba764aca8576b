package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Any JSON value as text: a string as what it says, all else as the JSON that it is. */
final class JsonCopy {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonCopy() {}

  static Object text(JsonParser json) throws IOException, MisfitException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      throw JsonType.misfit(json, "text");
    }
    if (!token.isStructStart()) {
      return json.getText();
    }
    StringWriter copy = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(copy)) {
      copyStructure(json, out);
    }
    return copy.toString();
  }

  /** Numbers keep their spelling. */
  private static void copyStructure(JsonParser json, JsonGenerator out) throws IOException {
    int depth = 0;
    JsonToken token = json.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT -> out.writeStartObject();
        case START_ARRAY -> out.writeStartArray();
        case END_OBJECT -> out.writeEndObject();
        case END_ARRAY -> out.writeEndArray();
        case FIELD_NAME -> out.writeFieldName(json.currentName());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(json.getText());
        default -> out.copyCurrentEvent(json);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      token = json.nextToken();
    }
  }
}
