package dev.headrace.runtime.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The schema of one JSON value: the smallest one that {@link Widening} knows. Objects are records,
 * numbers keep all of their digits, and nothing is guessed from the text of a string.
 */
public final class Inference {

  /** The property of a long that has values which a double cannot hold. */
  static final String WIDE = "headrace.wide";

  private static final Schema NULL = Schema.create(Schema.Type.NULL);
  private static final Schema BOOLEAN = Schema.create(Schema.Type.BOOLEAN);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema WIDE_LONG = wideLong();
  private static final Schema DOUBLE = Schema.create(Schema.Type.DOUBLE);
  static final Schema TEXT = Schema.create(Schema.Type.STRING);
  static final Schema DECIMAL =
      LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));

  private Inference() {}

  /** A long all of whose values are allowed, also next to doubles. */
  static Schema wideLong() {
    Schema wide = Schema.create(Schema.Type.LONG);
    wide.addProp(WIDE, true);
    return wide;
  }

  /** Whether an inferred long has values which a double cannot hold. */
  public static boolean isWide(Schema inferredLong) {
    return inferredLong.getObjectProp(WIDE) != null;
  }

  /**
   * The schema of the value at which the parser stands; stands at its end then.
   *
   * @param name what a record is called when the value is one: a name that Avro takes
   * @throws IOException when it is no JSON
   * @throws RefusedSchemaException when it is nested too deep
   */
  public static Schema of(JsonParser json, String name) throws IOException, RefusedSchemaException {
    return of(json, name, 0);
  }

  private static Schema of(JsonParser json, String path, int depth)
      throws IOException, RefusedSchemaException {
    if (depth > SchemaLimits.MAX_DEPTH) {
      throw SchemaLimits.tooDeep();
    }
    return switch (json.currentToken()) {
      case VALUE_NULL -> NULL;
      case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ofNumber(JsonNumber.of(json));
      case START_OBJECT -> ofObject(json, path, depth);
      case START_ARRAY -> ofArray(json, path, depth);
      default -> TEXT;
    };
  }

  private static Schema ofNumber(JsonNumber kind) {
    return switch (kind) {
      case INTEGER -> LONG;
      case WIDE_INTEGER -> WIDE_LONG;
      case DOUBLE -> DOUBLE;
      case DECIMAL -> DECIMAL;
      case BOUNDLESS -> TEXT;
    };
  }

  /** Of two members with one name the last one counts, as it does for who reads the object. */
  private static Schema ofObject(JsonParser json, String path, int depth)
      throws IOException, RefusedSchemaException {
    Map<String, Schema> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      json.nextToken();
      members.put(member, of(json, path + "." + FieldNames.plain(member), depth + 1));
    }
    FieldList fields = new FieldList();
    members.forEach(fields::add);
    return Schema.createRecord(path, null, null, false, fields.toList());
  }

  private static Schema ofArray(JsonParser json, String path, int depth)
      throws IOException, RefusedSchemaException {
    if (json.nextToken() == JsonToken.END_ARRAY) {
      return Schema.createArray(NULL);
    }
    Schema element = of(json, path, depth + 1);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element = Widening.INFERRED.join(element, of(json, path, depth + 1));
    }
    return Schema.createArray(element);
  }
}
