package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headrace.connector.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Typed data as plain JSON: decimals as text (no digit is lost), bytes in base64, times in ISO
 * 8601, no envelope and no type names. A field whose original name Avro refuses has it back.
 */
final class DatumJson {

  private static final JsonFactory JSON = new JsonFactory();

  private DatumJson() {}

  static byte[] write(Value.Datum datum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(json, datum.value());
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case Float number -> writeFloating(json, number);
      case Double number -> writeFloating(json, number);
      case BigDecimal decimal -> json.writeString(decimal.toPlainString());
      case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
      case ByteBuffer bytes -> writeBytes(json, bytes);
      case GenericFixed fixed ->
          json.writeString(Base64.getEncoder().encodeToString(fixed.bytes()));
      case IndexedRecord fields -> writeRecord(json, fields);
      case Map<?, ?> entries -> writeMap(json, entries);
      case Collection<?> elements -> writeArray(json, elements);
      default -> json.writeString(value.toString());
    }
  }

  /** JSON has no number for what is not finite. */
  private static void writeFloating(JsonGenerator json, Number number) throws IOException {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      json.writeString(number.toString());
    } else if (number instanceof Float single) {
      json.writeNumber(single);
    } else {
      json.writeNumber(value);
    }
  }

  private static void writeBytes(JsonGenerator json, ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    json.writeString(Base64.getEncoder().encodeToString(copy));
  }

  private static void writeRecord(JsonGenerator json, IndexedRecord fields) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : fields.getSchema().getFields()) {
      json.writeFieldName(Value.Datum.nameOf(field));
      write(json, fields.get(field.pos()));
    }
    json.writeEndObject();
  }

  private static void writeMap(JsonGenerator json, Map<?, ?> entries) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeArray(JsonGenerator json, Collection<?> elements) throws IOException {
    json.writeStartArray();
    for (Object element : elements) {
      write(json, element);
    }
    json.writeEndArray();
  }
}
