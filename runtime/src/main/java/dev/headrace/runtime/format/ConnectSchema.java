package dev.headrace.runtime.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Value;
import dev.headrace.runtime.schema.Nullability;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * An Avro schema as the schema of Kafka Connect's envelope. What Connect has no type for has the
 * names that Debezium's connectors gave it, so that others understand it too; where that says too
 * little, a parameter {@value #TYPE} says the rest.
 */
final class ConnectSchema {

  static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
  static final String DATE = "org.apache.kafka.connect.data.Date";
  static final String TIME = "org.apache.kafka.connect.data.Time";
  static final String TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";

  static final String UUID = "io.debezium.data.Uuid";
  static final String ENUM = "io.debezium.data.Enum";
  static final String MICRO_TIME = "io.debezium.time.MicroTime";
  static final String ZONED = "io.debezium.time.ZonedTimestamp";
  static final String LOCAL_MILLIS = "io.debezium.time.Timestamp";
  static final String LOCAL_MICROS = "io.debezium.time.MicroTimestamp";
  static final String LOCAL_NANOS = "io.debezium.time.NanoTimestamp";

  /** The parameter with what Connect's type does not say. */
  static final String TYPE = "headrace.type";

  /** The parameter with the precision of a decimal, as Confluent's converters have it. */
  static final String PRECISION = "connect.decimal.precision";

  /** The property of an Avro type that is a smaller integer for Connect. */
  static final String CONNECT_TYPE = "connect.type";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConnectSchema() {}

  /**
   * @throws MisfitException when Connect has no such type
   */
  static ObjectNode of(Schema schema) throws MisfitException {
    Schema content = Nullability.content(schema);
    ObjectNode node = content(content);
    node.put("optional", Nullability.takesNull(schema));
    return node;
  }

  private static ObjectNode content(Schema schema) throws MisfitException {
    return switch (schema.getType()) {
      case NULL -> type("string");
      case BOOLEAN -> type("boolean");
      case INT -> integer(schema);
      case LONG -> wide(schema);
      case FLOAT -> type("float");
      case DOUBLE -> type("double");
      case STRING -> Kind.of(schema) == Kind.UUID ? named("string", UUID) : type("string");
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> enumeration(schema);
      case RECORD -> struct(schema);
      case ARRAY -> {
        ObjectNode array = type("array");
        array.set("items", of(schema.getElementType()));
        yield array;
      }
      case MAP -> {
        ObjectNode map = type("map");
        map.set("keys", type("string").put("optional", false));
        map.set("values", of(schema.getValueType()));
        yield map;
      }
      case UNION ->
          throw new MisfitException("a union of several types, which Kafka Connect does not have");
    };
  }

  private static ObjectNode integer(Schema schema) {
    return switch (Kind.of(schema)) {
      case DATE -> named("int32", DATE).put("version", 1);
      case TIME_MILLIS -> named("int32", TIME).put("version", 1);
      default -> {
        String small = schema.getProp(CONNECT_TYPE);
        yield type(small == null ? "int32" : small);
      }
    };
  }

  private static ObjectNode wide(Schema schema) {
    return switch (Kind.of(schema)) {
      case TIME_MICROS -> named("int64", MICRO_TIME).put("version", 1);
      case TIMESTAMP_MILLIS -> named("int64", TIMESTAMP).put("version", 1);
      case TIMESTAMP_MICROS -> parameter(named("string", ZONED), TYPE, "timestamp-micros");
      case TIMESTAMP_NANOS -> parameter(named("string", ZONED), TYPE, "timestamp-nanos");
      case LOCAL_TIMESTAMP_MILLIS -> named("int64", LOCAL_MILLIS).put("version", 1);
      case LOCAL_TIMESTAMP_MICROS -> named("int64", LOCAL_MICROS).put("version", 1);
      case LOCAL_TIMESTAMP_NANOS -> named("int64", LOCAL_NANOS).put("version", 1);
      default -> type("int64");
    };
  }

  private static ObjectNode bytes(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal(schema);
      case BIG_DECIMAL -> parameter(type("string"), TYPE, "big-decimal");
      default -> type("bytes");
    };
  }

  private static ObjectNode fixed(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal(schema);
      case UUID -> named("string", UUID);
      default ->
          parameter(
              named("bytes", schema.getFullName()), TYPE, "fixed(" + schema.getFixedSize() + ")");
    };
  }

  private static ObjectNode decimal(Schema schema) {
    LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) schema.getLogicalType();
    ObjectNode node = named("bytes", DECIMAL).put("version", 1);
    parameter(node, "scale", Integer.toString(decimal.getScale()));
    return parameter(node, PRECISION, Integer.toString(decimal.getPrecision()));
  }

  private static ObjectNode enumeration(Schema schema) {
    ObjectNode node = named("string", ENUM).put("version", 1);
    parameter(node, "allowed", String.join(",", schema.getEnumSymbols()));
    return parameter(node, TYPE, schema.getFullName());
  }

  private static ObjectNode struct(Schema schema) throws MisfitException {
    ObjectNode struct = named("struct", schema.getFullName());
    ArrayNode fields = struct.putArray("fields");
    for (Schema.Field field : schema.getFields()) {
      String name = Value.Datum.nameOf(field);
      try {
        fields.add(of(field.schema()).put("field", name));
      } catch (MisfitException misfit) {
        throw misfit.in(name);
      }
    }
    return struct;
  }

  private static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }

  private static ObjectNode named(String type, String name) {
    return type(type).put("name", name);
  }

  private static ObjectNode parameter(ObjectNode node, String name, String value) {
    node.withObject("parameters").put(name, value);
    return node;
  }
}
