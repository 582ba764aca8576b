package dev.headrace.runtime.schema;

import static org.apache.avro.Schema.Type.ARRAY;
import static org.apache.avro.Schema.Type.MAP;
import static org.apache.avro.Schema.Type.NULL;
import static org.apache.avro.Schema.Type.RECORD;
import static org.apache.avro.Schema.Type.UNION;

import dev.headrace.connector.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The smallest schema that takes what either of two takes. In which order schemas are joined makes
 * no difference but for the order of fields and the names of records, which are those of the first;
 * joining one again changes nothing. So what several tasks have found can be put together at any
 * time.
 *
 * <p>Numbers join to numbers that keep all digits, records field by field; a field that only one
 * side has may be missing. What has nothing else in common is text, which takes every JSON value.
 */
public enum Widening {
  /** Of schemas that the data showed: a long was seen to fit a double, unless it is marked. */
  INFERRED,
  /** Of schemas that sources declared: a long may be any. */
  DECLARED;

  /** Joins two schemas; the same object as {@code first} when that takes all of {@code second}. */
  public Schema join(Schema first, Schema second) {
    if (first.equals(second)) {
      return first;
    }
    if (first.getType() == NULL) {
      return Nullability.nullable(second);
    }
    Schema joined = joinContent(Nullability.content(first), Nullability.content(second));
    if (Nullability.takesNull(first) || Nullability.takesNull(second)) {
      joined = Nullability.nullable(joined);
    }
    return joined.equals(first) ? first : joined;
  }

  private Schema joinContent(Schema first, Schema second) {
    if (second.getType() == NULL || first.equals(second)) {
      return first;
    }
    if (first.getType() == NULL) {
      return second;
    }
    if (first.getType() == UNION || second.getType() == UNION) {
      return Inference.TEXT;
    }
    if (isPlain(first, RECORD) && isPlain(second, RECORD)) {
      return joinRecords(first, second);
    }
    if (isPlain(first, ARRAY) && isPlain(second, ARRAY)) {
      return Schema.createArray(join(first.getElementType(), second.getElementType()));
    }
    if (isPlain(first, MAP) && isPlain(second, MAP)) {
      return Schema.createMap(join(first.getValueType(), second.getValueType()));
    }
    return Numbers.join(first, second, this)
        .or(() -> Times.join(first, second))
        .orElse(Inference.TEXT);
  }

  private static boolean isPlain(Schema schema, Schema.Type type) {
    LogicalType none = schema.getLogicalType();
    return schema.getType() == type && none == null;
  }

  private Schema joinRecords(Schema first, Schema second) {
    Map<String, Schema.Field> others = new LinkedHashMap<>();
    second.getFields().forEach(field -> others.put(Value.Datum.nameOf(field), field));
    FieldList fields = new FieldList();
    for (Schema.Field field : first.getFields()) {
      String original = Value.Datum.nameOf(field);
      Schema.Field other = others.remove(original);
      Schema type =
          other == null
              ? Nullability.nullable(field.schema())
              : join(field.schema(), other.schema());
      fields.add(original, field.name(), type);
    }
    others.forEach(
        (original, field) ->
            fields.add(original, field.name(), Nullability.nullable(field.schema())));
    return Schema.createRecord(first.getFullName(), first.getDoc(), null, false, fields.toList());
  }
}
