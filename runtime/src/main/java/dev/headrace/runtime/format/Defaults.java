package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.connector.Slice;
import dev.headrace.runtime.schema.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Default values of fields, in the fixed Java types. */
final class Defaults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Defaults() {}

  /** The default of a field that has one. */
  static @Nullable Object of(Schema.Field field) {
    if (JsonProperties.NULL_VALUE.equals(field.defaultVal())) {
      return null;
    }
    byte[] encoded = encoded(field);
    try {
      return AvroReader.read(field.schema(), new AvroInput(encoded, 0, encoded.length));
    } catch (MisfitException wrong) {
      throw new IllegalArgumentException(
          "the default of field " + field.name() + ": " + wrong.getMessage(), wrong);
    }
  }

  /** A default of Connect's schema, which is JSON as the payload is. */
  static @Nullable Object ofConnect(Schema.Field field, Object json, JsonType type) {
    try {
      byte[] text = JSON.writeValueAsBytes(json);
      return JsonText.read(new Slice().set(text, 0, text.length), Side.VALUE, type::read);
    } catch (JsonProcessingException | FormatException | MisfitException wrong) {
      throw new IllegalArgumentException(
          "the default of field " + field.name() + ": " + wrong.getMessage(), wrong);
    }
  }

  /** Avro knows defaults in its own types only; in bytes they are the same. */
  private static byte[] encoded(Schema.Field field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return bytes.toByteArray();
  }
}
