package dev.headrace.runtime.schema;

import java.util.List;
import org.apache.avro.Schema;

/** Unions of null and one other type, which is how Avro says that something may be missing. */
public final class Nullability {

  private static final Schema NULL = Schema.create(Schema.Type.NULL);

  private Nullability() {}

  /** Whether null is a value of this type. */
  public static boolean takesNull(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> true;
      case UNION -> schema.getTypes().stream().anyMatch(one -> one.getType() == Schema.Type.NULL);
      default -> false;
    };
  }

  /** The same type, and null. */
  public static Schema nullable(Schema schema) {
    if (takesNull(schema)) {
      return schema;
    }
    if (schema.getType() != Schema.Type.UNION) {
      return Schema.createUnion(NULL, schema);
    }
    List<Schema> types = new java.util.ArrayList<>(List.of(NULL));
    types.addAll(schema.getTypes());
    return Schema.createUnion(types);
  }

  /**
   * The type without null; a union still where there are several others, and the null type where
   * there is none.
   */
  public static Schema content(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(one -> one.getType() != Schema.Type.NULL).toList();
    return switch (others.size()) {
      case 0 -> NULL;
      case 1 -> others.getFirst();
      default -> Schema.createUnion(others);
    };
  }
}
