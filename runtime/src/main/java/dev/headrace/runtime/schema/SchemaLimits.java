package dev.headrace.runtime.schema;

import dev.headrace.connector.Reason;
import org.apache.avro.Schema;

/** How large a schema may grow, so that data whose names are data cannot fill the memory. */
public final class SchemaLimits {

  /** The most fields that a schema has, those of nested records included. */
  public static final int MAX_FIELDS = 2_000;

  /** The deepest that records, arrays and maps are nested. */
  public static final int MAX_DEPTH = 32;

  private int fields;

  private SchemaLimits() {}

  /**
   * Checks a schema.
   *
   * @throws RefusedSchemaException when it is too large
   */
  public static void check(Schema schema) throws RefusedSchemaException {
    new SchemaLimits().check(schema, 0);
  }

  private void check(Schema schema, int depth) throws RefusedSchemaException {
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    switch (schema.getType()) {
      case RECORD -> {
        fields += schema.getFields().size();
        if (fields > MAX_FIELDS) {
          throw tooManyFields();
        }
        for (Schema.Field field : schema.getFields()) {
          check(field.schema(), depth + 1);
        }
      }
      case ARRAY -> check(schema.getElementType(), depth + 1);
      case MAP -> check(schema.getValueType(), depth + 1);
      case UNION -> {
        for (Schema one : schema.getTypes()) {
          check(one, depth);
        }
      }
      default -> {}
    }
  }

  static RefusedSchemaException tooDeep() {
    return new RefusedSchemaException(
        new Reason(
            "schema.too-deep",
            "it is nested deeper than " + MAX_DEPTH + " levels",
            "Flatten it before it comes here, or write it with a sink that takes JSON."));
  }

  private static RefusedSchemaException tooManyFields() {
    return new RefusedSchemaException(
        new Reason(
            "schema.too-many-fields",
            "with it the schema of the topic would have more than " + MAX_FIELDS + " fields",
            "Where names are data, make them values; or pin a schema in which such an object is a"
                + " map."));
  }
}
