package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.Value;
import dev.headrace.connectors.jdbc.catalog.Column;
import dev.headrace.connectors.jdbc.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * How rows become records. While the columns stay the same the schemas are the same objects.
 *
 * @param columns of the value, in their order
 * @param key the places of the key's columns among them; empty for records without a key
 * @param time the place of the column that tells when a row changed
 */
record Layout(
    List<Column> columns,
    Schema value,
    Optional<Schema> key,
    List<Integer> keyColumns,
    OptionalInt time) {

  /**
   * @param name of the table, for the names of the schemas
   * @param keyNames names of the key's columns
   * @param timeName name of the column that tells when a row changed
   */
  static Layout of(
      String name, List<Column> columns, List<String> keyNames, Optional<String> timeName) {
    List<Integer> keyColumns = keyNames.stream().map(each -> indexOf(each, columns)).toList();
    Optional<Schema> key =
        keyColumns.isEmpty()
            ? Optional.empty()
            : Optional.of(
                schema(legal(name) + "_key", keyColumns.stream().map(columns::get).toList()));
    OptionalInt time =
        timeName.stream()
            .mapToInt(each -> indexOf(each, columns))
            .filter(i -> columns.get(i).shape() == Shape.Logical.INSTANT)
            .findFirst();
    return new Layout(List.copyOf(columns), schema(legal(name), columns), key, keyColumns, time);
  }

  /** Whether records look the same as those of {@code other}. */
  boolean isLike(Layout other) {
    return columns.equals(other.columns)
        && keyColumns.equals(other.keyColumns)
        && time.equals(other.time)
        && value.getFullName().equals(other.value.getFullName());
  }

  private static int indexOf(String name, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no column " + name);
  }

  private static Schema schema(String name, List<Column> columns) {
    Set<String> taken = new HashSet<>();
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(field(column, unique(legal(column.name()), taken)));
    }
    return Schema.createRecord(name, null, null, false, fields);
  }

  private static Schema.Field field(Column column, String name) {
    Schema type = column.type().to(column.shape().schema());
    Schema.Field field =
        column.nullable()
            ? new Schema.Field(
                name,
                Schema.createUnion(Schema.create(Schema.Type.NULL), type),
                null,
                JsonProperties.NULL_VALUE)
            : new Schema.Field(name, type);
    if (!name.equals(column.name())) {
      field.addProp(Value.Datum.ORIGINAL_NAME, column.name());
    }
    return field;
  }

  /** A name that Avro takes: letters, digits and underscores, not beginning with a digit. */
  private static String legal(String name) {
    String letters = name.replaceAll("[^A-Za-z0-9_]", "_");
    return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
  }

  private static String unique(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
