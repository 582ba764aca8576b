package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** JSON arrays, objects with open names, and values of one of several types. */
final class JsonCollections {

  private JsonCollections() {}

  /** A JSON array as a list. */
  record Elements(JsonType type) implements JsonType {
    @Override
    public Object read(JsonParser json) throws IOException, MisfitException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw JsonType.misfit(json, "array");
      }
      List<@Nullable Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        try {
          elements.add(type.read(json));
        } catch (MisfitException misfit) {
          throw misfit.in("[" + elements.size() + "]");
        }
      }
      return elements;
    }
  }

  /** A JSON object as a map. */
  record Entries(JsonType type) implements JsonType {
    @Override
    public Object read(JsonParser json) throws IOException, MisfitException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw JsonType.misfit(json, "object");
      }
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        try {
          entries.put(name, type.read(json));
        } catch (MisfitException misfit) {
          throw misfit.in(name);
        }
      }
      return entries;
    }
  }

  /** An entry of a map whose keys are no text, which Connect writes as an array of two. */
  record Pair(Schema schema, List<JsonType> types) implements JsonType {
    @Override
    public Object read(JsonParser json) throws IOException, MisfitException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw JsonType.misfit(json, "entry of a map");
      }
      GenericData.Record pair = new GenericData.Record(schema);
      for (int i = 0; i < types.size(); i++) {
        if (json.nextToken() == JsonToken.END_ARRAY) {
          throw new MisfitException("an entry of a map has a key and a value");
        }
        pair.put(i, types.get(i).read(json));
      }
      if (json.nextToken() != JsonToken.END_ARRAY) {
        throw new MisfitException("an entry of a map has a key and a value, no more");
      }
      return pair;
    }
  }

  /**
   * The first type that takes the value. Of an object and of an array only the first token is
   * looked at twice, so there is one type for each of them.
   */
  record OneOf(List<JsonType> types) implements JsonType {
    @Override
    public Object read(JsonParser json) throws IOException, MisfitException {
      JsonToken token = json.currentToken();
      for (JsonType type : types) {
        if (token.isStructStart()) {
          if (takes(type, token)) {
            return type.read(json);
          }
          continue;
        }
        try {
          return type.read(json);
        } catch (MisfitException notThisOne) {
          // the parser still stands at the same scalar
        }
      }
      throw JsonType.misfit(json, "value of this union");
    }

    private static boolean takes(JsonType type, JsonToken start) {
      return start == JsonToken.START_ARRAY
          ? type instanceof Elements
          : type instanceof Entries || type instanceof JsonRecord;
    }
  }
}
