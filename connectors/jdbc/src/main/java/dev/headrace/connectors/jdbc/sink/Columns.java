package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Reason;
import dev.headrace.connector.Value;
import dev.headrace.connectors.jdbc.types.Shapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Which columns records of one schema want: those of the key, wherever it comes from, and one for
 * each field of the value.
 */
sealed interface Columns {

  /** These columns, those of the key first. */
  record Of(List<Wanted> wanted, int keys) implements Columns {
    public Of {
      wanted = List.copyOf(wanted);
    }
  }

  /** No record of this schema can be stored. */
  record Refused(Reason why) implements Columns {}

  /**
   * The columns of records with these schemas.
   *
   * @param value null's for a tombstone
   * @param key null's where there is none
   * @param names the names of the key columns; empty for all fields of the key
   */
  static Columns of(KeyFrom from, List<String> names, Schema key, Schema value) {
    List<Wanted> columns = new ArrayList<>();
    Optional<Reason> problem =
        switch (from) {
          case KEY -> ofKey(names, key, columns);
          case VALUE -> ofValue(names, value, columns);
          case HEADERS -> {
            names.forEach(name -> columns.add(ofHeader(name)));
            yield Optional.empty();
          }
        };
    if (problem.isPresent()) {
      return new Refused(problem.get());
    }
    int keys = columns.size();
    Set<String> taken = new HashSet<>();
    columns.forEach(column -> taken.add(column.name()));
    if (value.getType() == Schema.Type.RECORD) {
      Set<String> seen = new HashSet<>();
      for (Schema.Field field : value.getFields()) {
        String name = Value.Datum.nameOf(field);
        if (!seen.add(name)) {
          return new Refused(twice(name));
        }
        if (taken.add(name)) {
          columns.add(column(field, new Origin.ValueField(field.pos()), false));
        }
      }
    }
    return new Of(columns, keys);
  }

  private static Optional<Reason> ofKey(List<String> names, Schema key, List<Wanted> columns) {
    if (key.getType() == Schema.Type.RECORD) {
      Map<String, Schema.Field> fields = fields(key);
      for (String name : names.isEmpty() ? fields.keySet() : names) {
        Schema.Field field = fields.get(name);
        if (field == null) {
          return Optional.of(missing(name, "key", fields.keySet()));
        }
        columns.add(column(field, new Origin.KeyField(field.pos()), true));
      }
      return columns.isEmpty() ? Optional.of(noKey()) : Optional.empty();
    }
    if (key.getType() == Schema.Type.NULL) {
      return Optional.of(noKey());
    }
    if (names.size() != 1) {
      return Optional.of(
          new Reason(
              "jdbc.key-not-named",
              "The record's key is one value, and `key.columns` does not name one column for it.",
              "Set `key.columns` to the name of its column."));
    }
    columns.add(
        new Wanted(names.getFirst(), new Origin.WholeKey(), Shapes.withoutNull(key), false, true));
    return Optional.empty();
  }

  private static Optional<Reason> ofValue(List<String> names, Schema value, List<Wanted> columns) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Schema.Field> fields =
        value.getType() == Schema.Type.RECORD ? fields(value) : Map.of();
    for (String name : names) {
      Schema.Field field = fields.get(name);
      if (field == null) {
        return Optional.of(missing(name, "value", fields.keySet()));
      }
      columns.add(column(field, new Origin.ValueField(field.pos()), true));
    }
    return Optional.empty();
  }

  private static Wanted ofHeader(String name) {
    return new Wanted(
        name, new Origin.HeaderNamed(name), Schema.create(Schema.Type.STRING), false, true);
  }

  private static Wanted column(Schema.Field field, Origin origin, boolean key) {
    return new Wanted(
        Value.Datum.nameOf(field),
        origin,
        Shapes.withoutNull(field.schema()),
        field.schema().isNullable(),
        key);
  }

  private static Map<String, Schema.Field> fields(Schema record) {
    Map<String, Schema.Field> fields = new LinkedHashMap<>();
    record.getFields().forEach(field -> fields.put(Value.Datum.nameOf(field), field));
    return fields;
  }

  private static Reason noKey() {
    return new Reason(
        "jdbc.no-key",
        "The record has no key, and `key.from` says that the primary key comes from it.",
        "Write records with keys, or set `key.from` to value or headers.");
  }

  private static Reason missing(String name, String where, Set<String> present) {
    return new Reason(
        "jdbc.no-key",
        "The record's " + where + " has no field " + name + ", which `key.columns` names.",
        "Correct `key.columns`; the fields are " + String.join(", ", present) + ".");
  }

  private static Reason twice(String name) {
    return new Reason(
        "jdbc.column-twice",
        "The record has two fields for the column " + name + ".",
        "Rename one of them where the records are written.");
  }
}
