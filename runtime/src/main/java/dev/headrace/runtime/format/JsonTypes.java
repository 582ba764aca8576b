package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.runtime.schema.Inference;
import dev.headrace.runtime.schema.JsonNumber;
import dev.headrace.runtime.schema.Nullability;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Makes the {@link JsonType} of a schema. Schemas that contain themselves have none. */
final class JsonTypes {

  private final JsonStyle style;

  private JsonTypes(JsonStyle style) {
    this.style = style;
  }

  static JsonType of(Schema schema, JsonStyle style) {
    return new JsonTypes(style).type(schema);
  }

  private JsonType type(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> JsonTypes::nothing;
      case BOOLEAN -> JsonTypes::truth;
      case INT -> integer(schema);
      case LONG -> wide(schema);
      case FLOAT -> JsonFloats::single;
      case DOUBLE -> style == JsonStyle.FOUND ? JsonFloats::found : JsonFloats::floating;
      case STRING ->
          Kind.of(schema) == Kind.UUID ? parsed("uuid", UUID::fromString) : JsonCopy::text;
      case BYTES -> bytes(schema);
      case FIXED -> fixed(schema);
      case ENUM -> enumeration(schema);
      case RECORD -> record(schema);
      case ARRAY -> new JsonCollections.Elements(type(schema.getElementType()));
      case MAP -> new JsonCollections.Entries(type(schema.getValueType()));
      case UNION -> union(schema);
    };
  }

  private JsonType record(Schema schema) {
    List<JsonType> types = schema.getFields().stream().map(field -> type(field.schema())).toList();
    return schema.getObjectProp(ConnectSchemaReader.PAIR) == null
        ? new JsonRecord(schema, types)
        : new JsonCollections.Pair(schema, types);
  }

  private JsonType union(Schema schema) {
    Schema content = Nullability.content(schema);
    List<JsonType> types =
        content.getType() == Schema.Type.UNION
            ? content.getTypes().stream().map(this::type).toList()
            : List.of(type(content));
    JsonType type = types.size() == 1 ? types.getFirst() : new JsonCollections.OneOf(types);
    return Nullability.takesNull(schema)
        ? json -> json.currentToken() == JsonToken.VALUE_NULL ? null : type.read(json)
        : type;
  }

  private static Object nothing(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    throw JsonType.misfit(json, "null");
  }

  private static Object truth(JsonParser json) throws IOException, MisfitException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw JsonType.misfit(json, "boolean");
    };
  }

  private JsonType integer(Schema schema) {
    Kind kind = Kind.of(schema);
    if (kind == Kind.DATE) {
      return style == JsonStyle.CONNECT
          ? json -> LocalDate.ofEpochDay(integer(json))
          : parsed("date", text -> days(LocalDate.parse(text)));
    }
    if (kind == Kind.TIME_MILLIS) {
      return counted(Fineness.MILLIS::time, time(Fineness.MILLIS));
    }
    return json -> integer(json);
  }

  private static int integer(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() == JsonParser.NumberType.INT) {
      return json.getIntValue();
    }
    throw JsonType.misfit(json, "int");
  }

  private JsonType wide(Schema schema) {
    Kind kind = Kind.of(schema);
    return switch (kind) {
      case TIME_MICROS -> counted(Fineness.MICROS::time, time(Fineness.MICROS));
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS ->
          counted(kind.fineness()::instant, instant(kind.fineness()));
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          counted(kind.fineness()::local, local(kind.fineness()));
      default ->
          style == JsonStyle.FOUND && !Inference.isWide(schema)
              ? JsonTypes::small
              : json -> wide(json);
    };
  }

  /** A time from a number. */
  private interface Counting {
    Object of(long count) throws MisfitException;
  }

  /** Connect's times are numbers, but for those with a zone. */
  private JsonType counted(Counting counting, JsonType text) {
    return style == JsonStyle.CONNECT
        ? json -> json.currentToken().isNumeric() ? counting.of(wide(json)) : text.read(json)
        : text;
  }

  private static long wide(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return json.getLongValue();
    }
    throw JsonType.misfit(json, "long");
  }

  private static Object small(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && JsonNumber.of(json) == JsonNumber.INTEGER) {
      return json.getLongValue();
    }
    throw JsonType.misfit(json, "integer up to 2^53");
  }

  private JsonType bytes(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal(schema);
      case BIG_DECIMAL -> style == JsonStyle.FOUND ? JsonTypes::foundDecimal : JsonTypes::decimal;
      default -> json -> ByteBuffer.wrap(base64(json));
    };
  }

  private JsonType decimal(Schema schema) {
    if (style != JsonStyle.CONNECT) {
      return json -> Decimals.fit(decimal(json), schema);
    }
    return json ->
        json.currentToken() == JsonToken.VALUE_STRING
            ? Decimals.of(base64(json), schema)
            : Decimals.fit(decimal(json), schema);
  }

  private static BigDecimal decimal(JsonParser json) throws IOException, MisfitException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> Decimals.parse(json.getText());
      default -> throw JsonType.misfit(json, "decimal");
    };
  }

  private static Object foundDecimal(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken().isNumeric() && JsonNumber.of(json) != JsonNumber.BOUNDLESS) {
      return Decimals.parse(json.getText());
    }
    throw JsonType.misfit(json, "number that could be written out");
  }

  private JsonType fixed(Schema schema) {
    return switch (Kind.of(schema)) {
      case DECIMAL -> decimal(schema);
      case UUID -> parsed("uuid", UUID::fromString);
      default ->
          json -> new GenericData.Fixed(schema, Scalars.fixed(base64(json), schema.getFixedSize()));
    };
  }

  private static byte[] base64(JsonParser json) throws IOException, MisfitException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw JsonType.misfit(json, "base64 text");
    }
    try {
      return json.getBinaryValue();
    } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
      throw JsonType.misfit(json, "base64 text");
    }
  }

  private static JsonType enumeration(Schema schema) {
    return json -> {
      if (json.currentToken() == JsonToken.VALUE_STRING && schema.hasEnumSymbol(json.getText())) {
        return json.getText();
      }
      throw JsonType.misfit(json, "symbol of " + schema.getFullName());
    };
  }

  private static JsonType time(Fineness fineness) {
    return parsed(
        "time of day",
        text -> {
          LocalTime time = LocalTime.parse(text);
          fineness.count(time);
          return time;
        });
  }

  private static JsonType instant(Fineness fineness) {
    return parsed(
        "instant",
        text -> {
          Instant instant = Instant.parse(text);
          fineness.count(instant);
          return instant;
        });
  }

  private static JsonType local(Fineness fineness) {
    return parsed(
        "local time stamp",
        text -> {
          LocalDateTime local = LocalDateTime.parse(text);
          fineness.count(local);
          return local;
        });
  }

  private static LocalDate days(LocalDate date) throws MisfitException {
    Fineness.days(date);
    return date;
  }

  /** What is made of text. */
  private interface Parsing {
    Object parse(String text) throws MisfitException;
  }

  private static JsonType parsed(String type, Parsing parsing) {
    return json -> {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw JsonType.misfit(json, type);
      }
      try {
        return parsing.parse(json.getText());
      } catch (DateTimeException | IllegalArgumentException wrong) {
        throw JsonType.misfit(json, type);
      }
    };
  }
}
