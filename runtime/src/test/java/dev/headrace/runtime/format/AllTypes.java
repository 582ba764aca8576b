package dev.headrace.runtime.format;

import dev.headrace.connector.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A record with a field of every type, and one of every type that may be null. */
final class AllTypes {

  static final Schema RECORD = record();

  private AllTypes() {}

  private static Map<String, Schema> types() {
    Map<String, Schema> types = new LinkedHashMap<>();
    for (Schema.Type plain :
        List.of(
            Schema.Type.BOOLEAN,
            Schema.Type.INT,
            Schema.Type.LONG,
            Schema.Type.FLOAT,
            Schema.Type.DOUBLE,
            Schema.Type.STRING,
            Schema.Type.BYTES)) {
      types.put(plain.getName(), Schema.create(plain));
    }
    add(types, "decimal", LogicalTypes.decimal(38, 9), Schema.Type.BYTES);
    add(types, "big_decimal", LogicalTypes.bigDecimal(), Schema.Type.BYTES);
    add(types, "uuid", LogicalTypes.uuid(), Schema.Type.STRING);
    add(types, "date", LogicalTypes.date(), Schema.Type.INT);
    add(types, "time_millis", LogicalTypes.timeMillis(), Schema.Type.INT);
    add(types, "time_micros", LogicalTypes.timeMicros(), Schema.Type.LONG);
    add(types, "timestamp_millis", LogicalTypes.timestampMillis(), Schema.Type.LONG);
    add(types, "timestamp_micros", LogicalTypes.timestampMicros(), Schema.Type.LONG);
    add(types, "timestamp_nanos", LogicalTypes.timestampNanos(), Schema.Type.LONG);
    add(types, "local_millis", LogicalTypes.localTimestampMillis(), Schema.Type.LONG);
    add(types, "local_micros", LogicalTypes.localTimestampMicros(), Schema.Type.LONG);
    add(types, "local_nanos", LogicalTypes.localTimestampNanos(), Schema.Type.LONG);
    types.put("fixed", Schema.createFixed("Five", null, "t", 5));
    types.put(
        "fixed_decimal",
        LogicalTypes.decimal(20, 4).addToSchema(Schema.createFixed("Money", null, "t", 12)));
    types.put(
        "fixed_uuid", LogicalTypes.uuid().addToSchema(Schema.createFixed("Id", null, "t", 16)));
    types.put("colour", Schema.createEnum("Colour", null, "t", List.of("RED", "GREEN")));
    return types;
  }

  private static void add(
      Map<String, Schema> types, String name, LogicalType logical, Schema.Type plain) {
    types.put(name, logical.addToSchema(Schema.create(plain)));
  }

  private static Schema record() {
    List<Schema.Field> fields = new ArrayList<>();
    types()
        .forEach(
            (name, type) -> {
              fields.add(new Schema.Field(name, type));
              fields.add(nullable("maybe_" + name, type));
            });
    Schema inner =
        Schema.createRecord(
            "Inner",
            null,
            "t",
            false,
            List.of(
                new Schema.Field("text", Schema.create(Schema.Type.STRING)),
                nullable("day", LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))));
    fields.add(new Schema.Field("inner", inner));
    fields.add(nullable("maybe_inner", inner));
    fields.add(new Schema.Field("list", Schema.createArray(nullableType(inner))));
    fields.add(
        new Schema.Field(
            "decimals",
            Schema.createArray(
                LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES)))));
    fields.add(
        new Schema.Field("map", Schema.createMap(nullableType(Schema.create(Schema.Type.BYTES)))));
    Schema.Field named = new Schema.Field("net_price", Schema.create(Schema.Type.LONG));
    named.addProp(Value.Datum.ORIGINAL_NAME, "net price \"€\"");
    fields.add(named);
    return Schema.createRecord("All", null, "t", false, fields);
  }

  private static Schema.Field nullable(String name, Schema type) {
    return new Schema.Field(name, nullableType(type), null, JsonProperties.NULL_VALUE);
  }

  private static Schema nullableType(Schema type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
  }
}
