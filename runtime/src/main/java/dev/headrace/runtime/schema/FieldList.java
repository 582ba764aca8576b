package dev.headrace.runtime.schema;

import dev.headrace.connector.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The fields of a record to be, in order. Used by one thread. */
final class FieldList {

  private final List<Schema.Field> fields = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Adds a field that may be missing when its type takes null.
   *
   * @param original the name that it has outside
   */
  void add(String original, Schema type) {
    add(original, FieldNames.plain(original, taken), type);
  }

  /** The same for a field that has a name already, which it keeps when it can. */
  void add(String original, String name, Schema type) {
    String free = taken.contains(name) ? FieldNames.plain(original, taken) : name;
    Schema.Field field =
        Nullability.takesNull(type)
            ? new Schema.Field(free, nullFirst(type), null, JsonProperties.NULL_VALUE)
            : new Schema.Field(free, type);
    if (!free.equals(original)) {
      field.addProp(Value.Datum.ORIGINAL_NAME, original);
    }
    taken.add(free);
    fields.add(field);
  }

  List<Schema.Field> toList() {
    return fields;
  }

  /** The default of a union is of its first type. */
  private static Schema nullFirst(Schema type) {
    boolean already =
        type.getType() != Schema.Type.UNION
            || type.getTypes().getFirst().getType() == Schema.Type.NULL;
    return already ? type : Nullability.nullable(Nullability.content(type));
  }
}
