package dev.headrace.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connector.Slice;
import dev.headrace.connector.Value;
import dev.headrace.connector.ValueForm;
import dev.headrace.log.record.ByteSlice;
import dev.headrace.runtime.log.MemoryLog;
import dev.headrace.runtime.schema.Side;
import dev.headrace.runtime.schema.TopicSchemas;
import dev.headrace.runtime.schema.TopicSide;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the documentation: what each format makes of each kind of value. */
class PuttingEachValueIntoEachFormatTest {

  private static final Schema DECIMAL =
      LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES));
  private static final Schema ORDER =
      SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();
  private static final TopicSide KEYS = new TopicSide("orders", Side.KEY);

  private final MemoryLog log = new MemoryLog();
  private final TopicSchemas schemas = new TopicSchemas(log, InstantSource.system());

  @BeforeEach
  void aTopic() {
    log.topics().ensure("orders", OptionalInt.of(1), Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json  | bytes   | raw",
        "json  | text    | text",
        "json  | json    | {\"id\":1}",
        "json  | string  | \"s\"",
        "json  | decimal | \"1.50\"",
        "json  | record  | {\"id\":7}",
        "text  | bytes   | raw",
        "text  | text    | text",
        "text  | json    | {\"id\":1}",
        "text  | string  | s",
        "text  | decimal | 1.50",
        "text  | record  | {\"id\":7}",
        "bytes | bytes   | raw",
        "bytes | text    | text",
        "bytes | json    | {\"id\":1}",
        "bytes | string  | s",
        "bytes | buffer  | ab",
        "json-envelope | json    | {\"schema\":null,\"payload\":{\"id\":1}}",
        "json-envelope | text    |"
            + " {\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"text\"}",
        "json-envelope | bytes   |"
            + " {\"schema\":{\"type\":\"bytes\",\"optional\":false},\"payload\":\"cmF3\"}"
      })
  void asText(String format, String kind, String stored) throws Exception {
    assertThat(new String(encode(format, value(kind)).toArray(), StandardCharsets.UTF_8))
        .isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({"bytes", "text", "json", "string", "decimal", "record", "buffer"})
  void avroHoldsEachOfThem(String kind) throws Exception {
    // When
    ByteSlice stored = encode("avro", value(kind));
    Conversion conversion = new Conversions(schemas).of(Format.AVRO, ValueForm.COLUMNS, KEYS);
    Value.Datum back =
        (Value.Datum)
            conversion
                .convert(new Slice().set(stored.array(), stored.from(), stored.length()))
                .orElseThrow();

    // Then
    assertThat(stored.toArray()).startsWith('H', '1');
    assertThat(back.value())
        .hasToString(
            switch (kind) {
              case "bytes" -> ByteBuffer.allocate(3).toString();
              case "buffer" -> ByteBuffer.allocate(2).toString();
              case "text" -> "text";
              case "json" -> "{\"id\": 1}";
              case "string" -> "s";
              case "decimal" -> "1.50";
              default -> "{\"id\": 7}";
            });
  }

  @Test
  void saysWhichValueAFormatCannotHold() {
    assertThatThrownBy(() -> encode("bytes", value("record")))
        .isInstanceOfSatisfying(
            FormatException.class,
            refused -> {
              assertThat(refused.reason().code()).isEqualTo("key.format-cannot-hold");
              assertThat(refused.reason().next()).contains("`key.format`");
            });
    assertThatThrownBy(() -> encode("text", new Value.Bytes(new byte[] {(byte) 0xff})))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("not UTF-8");
    Schema union =
        Schema.createUnion(Schema.create(Schema.Type.LONG), Schema.create(Schema.Type.STRING));
    assertThatThrownBy(() -> encode("json-envelope", new Value.Datum(1L, union)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("union");
  }

  private ByteSlice encode(String format, Value value) throws FormatException {
    return new Encodings(schemas).of(Format.named(format).orElseThrow(), KEYS).encode(value);
  }

  private static Value value(String kind) {
    return switch (kind) {
      case "bytes" -> new Value.Bytes("raw".getBytes(StandardCharsets.UTF_8));
      case "text" -> new Value.Text("text");
      case "json" -> Value.Json.of("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
      case "string" -> new Value.Datum("s", Schema.create(Schema.Type.STRING));
      case "decimal" -> new Value.Datum(new BigDecimal("1.5"), DECIMAL);
      case "buffer" ->
          new Value.Datum(ByteBuffer.wrap(new byte[] {'a', 'b'}), Schema.create(Schema.Type.BYTES));
      default -> {
        GenericData.Record order = new GenericData.Record(ORDER);
        order.put("id", 7L);
        yield new Value.Datum(order, ORDER);
      }
    };
  }
}
