package dev.headrace.runtime.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headrace.connector.Value;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.schema.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Connect's envelope, as its JsonConverter writes it with {@code schemas.enable}. JSON goes
 * in without a schema. One thread.
 */
final class EnvelopeEncoding implements Encoding {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);
  private static final int USUAL_BYTES = 1024;

  private final Side side;
  private @Nullable Schema schema;
  private byte[] schemaJson = {};

  EnvelopeEncoding(Side side) {
    this.side = side;
  }

  @Override
  public ByteSlice encode(Value value) throws FormatException {
    return switch (value) {
      case Value.Datum datum -> encode(datum);
      case Value.Text(String text) -> encode(new Value.Datum(text, TEXT));
      case Value.Bytes(byte[] bytes) -> encode(new Value.Datum(ByteBuffer.wrap(bytes), BYTES));
      case Value.Json json -> encode(json);
    };
  }

  private ByteSlice encode(Value.Datum datum) throws FormatException {
    if (!datum.schema().equals(schema)) {
      schemaJson = schemaJson(datum.schema());
      schema = datum.schema();
    }
    return Faults.ofSource(side, () -> write(datum));
  }

  private ByteSlice write(Value.Datum datum) throws MisfitException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    bytes.writeBytes(schemaJson);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      DatumJson.write(datum, JsonStyle.CONNECT, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    bytes.write('}');
    return ByteSlice.of(bytes.toByteArray());
  }

  private byte[] schemaJson(Schema of) throws FormatException {
    try {
      return ("{\"schema\":" + ConnectSchema.of(of) + ",\"payload\":")
          .getBytes(StandardCharsets.UTF_8);
    } catch (MisfitException misfit) {
      throw Faults.cannotHold(side, Format.JSON_ENVELOPE, misfit.getMessage());
    }
  }

  private static ByteSlice encode(Value.Json payload) {
    byte[] before = "{\"schema\":null,\"payload\":".getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[before.length + payload.length() + 1];
    System.arraycopy(before, 0, whole, 0, before.length);
    System.arraycopy(payload.buffer(), payload.from(), whole, before.length, payload.length());
    whole[whole.length - 1] = '}';
    return ByteSlice.of(whole);
  }
}
