package dev.headrace.runtime.schema;

import dev.headrace.connector.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Says for people what a schema is, and how it has changed. */
public final class SchemaChange {

  private static final int MOST_SHOWN = 10;

  private SchemaChange() {}

  static String describe(TopicSchema before, TopicSchema after) {
    Optional<Schema> was = before.effective().map(TopicSchema.Effective::schema);
    Optional<Schema> is = after.effective().map(TopicSchema.Effective::schema);
    if (is.isEmpty()) {
      return "nothing is known of it any more";
    }
    List<String> changes = new ArrayList<>();
    Map<String, String> fieldsBefore = was.map(SchemaChange::fields).orElseGet(Map::of);
    fields(is.get())
        .forEach(
            (name, type) -> {
              String typeBefore = fieldsBefore.get(name);
              if (typeBefore == null) {
                changes.add("+ " + name + " " + type);
              } else if (!typeBefore.equals(type)) {
                changes.add(name + " " + typeBefore + " → " + type);
              }
            });
    fieldsBefore.keySet().stream()
        .filter(name -> !fields(is.get()).containsKey(name))
        .forEach(name -> changes.add("- " + name));
    String shown = String.join(", ", changes.subList(0, Math.min(MOST_SHOWN, changes.size())));
    int more = changes.size() - MOST_SHOWN;
    return (shown.isEmpty() ? "the same fields" : shown)
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** The types of a record's fields by their names outside; of another schema, its own type. */
  public static Map<String, String> fields(Schema schema) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (schema.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : schema.getFields()) {
        fields.put(Value.Datum.nameOf(field), shown(field.schema()));
      }
    } else {
      fields.put("", shown(schema));
    }
    return fields;
  }

  /** A type as people write it, such as {@code decimal(10,2)?}; a question mark takes null. */
  public static String shown(Schema schema) {
    Schema content = Nullability.content(schema);
    boolean takesNull = Nullability.takesNull(schema) && content.getType() != Schema.Type.NULL;
    return shownContent(content) + (takesNull ? "?" : "");
  }

  private static String shownContent(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof org.apache.avro.LogicalTypes.Decimal decimal) {
      return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    if (logical != null) {
      return logical.getName();
    }
    return switch (schema.getType()) {
      case ARRAY -> "array of " + shown(schema.getElementType());
      case MAP -> "map of " + shown(schema.getValueType());
      case RECORD -> {
        List<String> fields = new ArrayList<>();
        fields(schema).forEach((name, type) -> fields.add(name + " " + type));
        yield "{" + String.join(", ", fields) + "}";
      }
      default -> schema.getType().getName();
    };
  }
}
