package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headrace.connector.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Typed data as JSON. {@linkplain JsonStyle#PLAIN Plain} JSON has decimals as text (no digit is
 * lost), bytes in base64, times in ISO 8601, no envelope and no type names. A field whose original
 * name Avro refuses has it back.
 */
final class DatumJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 256;

  private final JsonStyle style;
  private final JsonGenerator json;

  private DatumJson(JsonStyle style, JsonGenerator json) {
    this.style = style;
    this.json = json;
  }

  /**
   * Plain JSON.
   *
   * @throws MisfitException when the value is not of its own schema
   */
  static byte[] write(Value.Datum datum) throws MisfitException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(datum, JsonStyle.PLAIN, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }

  /** Writes the one value. */
  static void write(Value.Datum datum, JsonStyle style, JsonGenerator json)
      throws IOException, MisfitException {
    new DatumJson(style, json).write(datum.schema(), datum.value());
  }

  private void write(Schema schema, @Nullable Object value) throws IOException, MisfitException {
    switch (schema.getType()) {
      case NULL -> writeNull(value);
      case BOOLEAN -> json.writeBoolean(Scalars.truth(value));
      case INT -> writeInteger(schema, value);
      case LONG -> writeLong(schema, value);
      case FLOAT -> writeFloat(Scalars.single(value));
      case DOUBLE -> writeDouble(Scalars.floating(value));
      case STRING ->
          json.writeString(
              Kind.of(schema) == Kind.UUID ? Scalars.uuid(value).toString() : Scalars.text(value));
      case BYTES, FIXED -> writeBytes(schema, value);
      case ENUM -> writeSymbol(schema, Scalars.text(value));
      case RECORD -> writeRecord(schema, value);
      case ARRAY -> writeArray(schema, value);
      case MAP -> writeMap(schema, value);
      case UNION -> write(schema.getTypes().get(Branches.indexOf(schema, value)), value);
    }
  }

  private void writeNull(@Nullable Object value) throws IOException, MisfitException {
    if (value != null) {
      throw Scalars.misfit(value, "null");
    }
    json.writeNull();
  }

  private void writeInteger(Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    boolean numbers = style == JsonStyle.CONNECT;
    switch (Kind.of(schema)) {
      case DATE -> {
        int days = Fineness.days(Scalars.date(value));
        writeNumberOrText(numbers, days, value);
      }
      case TIME_MILLIS ->
          writeNumberOrText(numbers, Fineness.MILLIS.count(Scalars.time(value)), value);
      default -> json.writeNumber(Scalars.integer(value));
    }
  }

  /** Also where a number is not written it is made: it tells what does not fit. */
  private void writeLong(Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    Kind kind = Kind.of(schema);
    switch (kind) {
      case TIME_MICROS ->
          writeNumberOrText(
              style == JsonStyle.CONNECT, Fineness.MICROS.count(Scalars.time(value)), value);
      case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> {
        boolean number = style == JsonStyle.CONNECT && kind == Kind.TIMESTAMP_MILLIS;
        var instant = Scalars.instant(value);
        writeNumberOrText(number, kind.fineness().count(instant), instant);
      }
      case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
          writeNumberOrText(
              style == JsonStyle.CONNECT, kind.fineness().count(Scalars.local(value)), value);
      default -> json.writeNumber(Scalars.wide(value));
    }
  }

  private void writeNumberOrText(boolean asNumber, long number, @Nullable Object text)
      throws IOException {
    if (asNumber) {
      json.writeNumber(number);
    } else {
      json.writeString(String.valueOf(text));
    }
  }

  /** JSON has no number for what is not finite. */
  private void writeDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private void writeFloat(float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Float.toString(value));
    }
  }

  private void writeBytes(Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    switch (Kind.of(schema)) {
      case DECIMAL -> {
        var decimal = Decimals.fit(Scalars.decimal(value), schema);
        json.writeString(
            style == JsonStyle.CONNECT
                ? base64(decimal.unscaledValue().toByteArray())
                : decimal.toPlainString());
      }
      case BIG_DECIMAL -> json.writeString(Scalars.decimal(value).toPlainString());
      case UUID -> json.writeString(Scalars.uuid(value).toString());
      default ->
          json.writeString(
              base64(
                  schema.getType() == Schema.Type.FIXED
                      ? Scalars.fixed(value, schema.getFixedSize())
                      : Scalars.bytes(value)));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void writeSymbol(Schema schema, String symbol) throws IOException, MisfitException {
    if (!schema.hasEnumSymbol(symbol)) {
      throw new MisfitException("\"" + symbol + "\" is none of " + schema.getEnumSymbols());
    }
    json.writeString(symbol);
  }

  private void writeRecord(Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    if (!(value instanceof IndexedRecord record)
        || record.getSchema().getFields().size() != schema.getFields().size()) {
      throw Scalars.misfit(value, "record " + schema.getFullName());
    }
    json.writeStartObject();
    for (Schema.Field field : schema.getFields()) {
      String name = Value.Datum.nameOf(field);
      json.writeFieldName(name);
      writeMember(name, field.schema(), record.get(field.pos()));
    }
    json.writeEndObject();
  }

  private void writeMap(Schema schema, @Nullable Object value) throws IOException, MisfitException {
    if (!(value instanceof Map<?, ?> entries)) {
      throw Scalars.misfit(value, "map");
    }
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = Scalars.text(entry.getKey());
      json.writeFieldName(name);
      writeMember(name, schema.getValueType(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void writeArray(Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    if (!(value instanceof Collection<?> elements)) {
      throw Scalars.misfit(value, "list");
    }
    json.writeStartArray();
    for (Object element : elements) {
      write(schema.getElementType(), element);
    }
    json.writeEndArray();
  }

  private void writeMember(String name, Schema schema, @Nullable Object value)
      throws IOException, MisfitException {
    try {
      write(schema, value);
    } catch (MisfitException misfit) {
      throw misfit.in(name);
    }
  }
}
