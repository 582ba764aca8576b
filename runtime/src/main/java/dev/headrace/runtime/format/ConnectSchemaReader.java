package dev.headrace.runtime.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.FieldNames;
import dev.headrace.runtime.schema.Nullability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The schema of a Kafka Connect envelope as an Avro schema. One object for one schema: it sees to
 * it that no two types have one name.
 */
final class ConnectSchemaReader {

  /** The property of a field with Connect's default value. */
  static final String DEFAULT = "connect.default";

  /** The property of a record that is an entry of a map whose keys are no text. */
  static final String PAIR = "connect.pair";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FIXED = Pattern.compile("fixed\\((\\d{1,9})\\)");

  /** Confluent's converters take a decimal without a precision for this. */
  private static final int USUAL_PRECISION = 64;

  private static final int MAX_DEPTH = 100;

  private final Map<String, Schema> named = new HashMap<>();
  private int depth;

  private ConnectSchemaReader() {}

  /**
   * @param name what a struct without a name is called: a name that Avro takes
   * @throws MisfitException when it is no schema of Connect's
   */
  static Schema read(JsonNode connect, String name) throws MisfitException {
    return Nullability.content(new ConnectSchemaReader().schema(connect, name));
  }

  private Schema schema(JsonNode node, String path) throws MisfitException {
    if (++depth > MAX_DEPTH) {
      throw new MisfitException("the schema is nested deeper than " + MAX_DEPTH + " levels");
    }
    Schema schema = content(node, path);
    depth--;
    return node.path("optional").asBoolean() ? Nullability.nullable(schema) : schema;
  }

  private Schema content(JsonNode node, String path) throws MisfitException {
    String name = node.path("name").asText("");
    String type = node.path("type").asText("");
    return switch (type) {
      case "int8", "int16" -> small(type);
      case "int32" -> integer(name);
      case "int64" -> wide(name);
      case "float" -> Schema.create(Schema.Type.FLOAT);
      case "double" -> Schema.create(Schema.Type.DOUBLE);
      case "boolean" -> Schema.create(Schema.Type.BOOLEAN);
      case "string" -> text(node, name, path);
      case "bytes" -> bytes(node, name, path);
      case "array" -> Schema.createArray(schema(node.path("items"), path));
      case "map" -> map(node, path);
      case "struct" -> struct(node, name.isEmpty() ? path : name);
      default -> throw new MisfitException("the envelope's schema has a type \"" + type + "\"");
    };
  }

  private static Schema small(String type) {
    Schema schema = Schema.create(Schema.Type.INT);
    schema.addProp(ConnectSchema.CONNECT_TYPE, type);
    return schema;
  }

  private static Schema integer(String name) {
    Schema schema = Schema.create(Schema.Type.INT);
    return switch (name) {
      case ConnectSchema.DATE, "io.debezium.time.Date" -> LogicalTypes.date().addToSchema(schema);
      case ConnectSchema.TIME, "io.debezium.time.Time" ->
          LogicalTypes.timeMillis().addToSchema(schema);
      default -> schema;
    };
  }

  private static Schema wide(String name) {
    Schema schema = Schema.create(Schema.Type.LONG);
    return switch (name) {
      case ConnectSchema.TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(schema);
      case ConnectSchema.MICRO_TIME -> LogicalTypes.timeMicros().addToSchema(schema);
      case ConnectSchema.LOCAL_MILLIS -> LogicalTypes.localTimestampMillis().addToSchema(schema);
      case ConnectSchema.LOCAL_MICROS -> LogicalTypes.localTimestampMicros().addToSchema(schema);
      case ConnectSchema.LOCAL_NANOS -> LogicalTypes.localTimestampNanos().addToSchema(schema);
      default -> schema;
    };
  }

  private Schema text(JsonNode node, String name, String path) {
    String type = parameter(node, ConnectSchema.TYPE);
    if (type.equals("big-decimal")) {
      return LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
    }
    return switch (name) {
      case ConnectSchema.UUID -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
      case ConnectSchema.ZONED -> {
        LogicalType fineness =
            type.equals("timestamp-nanos")
                ? LogicalTypes.timestampNanos()
                : LogicalTypes.timestampMicros();
        yield fineness.addToSchema(Schema.create(Schema.Type.LONG));
      }
      case ConnectSchema.ENUM ->
          enumeration(parameter(node, "allowed"), type.isEmpty() ? path : type);
      default -> Schema.create(Schema.Type.STRING);
    };
  }

  /** An enum whose symbols Avro refuses is text. */
  private Schema enumeration(String allowed, String name) {
    List<String> symbols = Arrays.asList(allowed.split(",", -1));
    boolean plain = symbols.stream().allMatch(one -> one.equals(FieldNames.plain(one)));
    if (!plain || new HashSet<>(symbols).size() < symbols.size()) {
      return Schema.create(Schema.Type.STRING);
    }
    return unique(typeName(name), free -> Schema.createEnum(free, null, null, symbols));
  }

  private Schema bytes(JsonNode node, String name, String path) throws MisfitException {
    if (name.equals(ConnectSchema.DECIMAL)) {
      return decimal(node);
    }
    Matcher fixed = FIXED.matcher(parameter(node, ConnectSchema.TYPE));
    if (fixed.matches()) {
      int size = Integer.parseInt(fixed.group(1));
      return unique(
          typeName(name.isEmpty() ? path : name),
          free -> Schema.createFixed(free, null, null, size));
    }
    return Schema.create(Schema.Type.BYTES);
  }

  private static Schema decimal(JsonNode node) throws MisfitException {
    try {
      int scale = Integer.parseInt(parameter(node, "scale"));
      String said = parameter(node, ConnectSchema.PRECISION);
      int precision = said.isEmpty() ? Math.max(USUAL_PRECISION, scale) : Integer.parseInt(said);
      return LogicalTypes.decimal(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
    } catch (IllegalArgumentException wrong) {
      throw new MisfitException("the envelope's schema has a decimal without a usable scale");
    }
  }

  private Schema map(JsonNode node, String path) throws MisfitException {
    if (node.path("keys").path("type").asText().equals("string")) {
      return Schema.createMap(schema(node.path("values"), path));
    }
    List<Schema.Field> entry =
        List.of(
            new Schema.Field("key", schema(node.path("keys"), path + ".key")),
            new Schema.Field("value", schema(node.path("values"), path + ".value")));
    Schema pair =
        unique(
            path,
            free -> {
              Schema record = Schema.createRecord(free, null, null, false, copies(entry));
              record.addProp(PAIR, true);
              return record;
            });
    return Schema.createArray(pair);
  }

  private Schema struct(JsonNode node, String name) throws MisfitException {
    String typeName = typeName(name);
    List<Schema.Field> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode field : node.path("fields")) {
      String original = field.path("field").asText();
      String plain = FieldNames.plain(original, taken);
      taken.add(plain);
      fields.add(field(field, original, plain, typeName));
    }
    return unique(typeName, free -> Schema.createRecord(free, null, null, false, copies(fields)));
  }

  private Schema.Field field(JsonNode node, String original, String plain, String of)
      throws MisfitException {
    Schema type = schema(node, of + "." + plain);
    Schema.Field field =
        Nullability.takesNull(type)
            ? new Schema.Field(plain, type, null, JsonProperties.NULL_VALUE)
            : new Schema.Field(plain, type);
    if (!plain.equals(original)) {
      field.addProp(Value.Datum.ORIGINAL_NAME, original);
    }
    if (node.hasNonNull("default")) {
      field.addProp(DEFAULT, JSON.convertValue(node.get("default"), Object.class));
    }
    return field;
  }

  /** Makes a type of a name; the same again gives the same, another one a name of its own. */
  private interface Making {
    Schema of(String name);
  }

  private Schema unique(String name, Making making) {
    String free = name;
    for (int number = 2; ; number++) {
      Schema made = making.of(free);
      Schema before = named.putIfAbsent(free, made);
      if (before == null || before.equals(made)) {
        return before == null ? made : before;
      }
      free = name + "_" + number;
    }
  }

  /** A field belongs to one record only. */
  private static List<Schema.Field> copies(List<Schema.Field> fields) {
    return fields.stream().map(field -> new Schema.Field(field, field.schema())).toList();
  }

  /** Each part of a name with dots, as Avro takes it. */
  private static String typeName(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("\\.", -1)) {
      parts.add(FieldNames.plain(part));
    }
    return String.join(".", parts);
  }

  private static String parameter(JsonNode node, String name) {
    return node.path("parameters").path(name).asText("");
  }
}
