package dev.headrace.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of each JSON value the smallest type that holds it, and of two the smallest that holds both. */
class InferringTheSmallestTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                       | long",
        "9007199254740993        | long",
        "9223372036854775808     | big-decimal",
        "1.5                     | double",
        "1.0                     | double",
        "0.1                     | double",
        "1e300                   | double",
        "0.12345678901234567890  | big-decimal",
        "1e999                   | big-decimal",
        "1e5000                  | string",
        "1e-99999999999          | string",
        "true                    | boolean",
        "\"2026-11-25\"          | string",
        "null                    | null",
        "[]                      | array of null",
        "[1, null, 2.5]          | array of double?",
        "[1, \"x\"]              | array of string",
        "{\"a b\": {\"c\": 1}}   | {a b {c long}}"
      })
  void aValueAlone(String json, String type) throws Exception {
    assertThat(SchemaChange.shown(infer(json))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1                | 2.5             | double",
        "9007199254740993 | 2.5             | big-decimal",
        "1                | 1e-400          | big-decimal",
        "1                | null            | long?",
        "1                | \"x\"           | string",
        "true             | 1               | string",
        "{\"a\": 1}       | [1]             | string",
        "{\"a\": 1}       | {\"b\": true}   | {a long?, b boolean?}",
        "{\"a\": null}    | {\"a\": {}}     | {a {}?}",
        "[]               | [{\"a\": 1}]    | array of {a long}?"
      })
  void twoTogetherInAnyOrder(String one, String other, String type) throws Exception {
    Schema first = infer(one);
    Schema second = infer(other);
    Schema joined = Widening.INFERRED.join(first, second);

    assertThat(SchemaChange.shown(joined)).isEqualTo(type);
    assertThat(SchemaChange.shown(Widening.INFERRED.join(second, first)).length())
        .isEqualTo(type.length());
    assertThat(Widening.INFERRED.join(joined, first)).isSameAs(joined);
    assertThat(Widening.INFERRED.join(joined, second)).isSameAs(joined);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int                | long               | long",
        "int                | float              | double",
        "long               | double             | big-decimal",
        "date               | string             | string",
        "timestamp-millis   | timestamp-nanos    | timestamp-nanos",
        "timestamp-millis   | local-timestamp-millis | string",
        "decimal(5,2)       | decimal(6,4)       | decimal(7,4)",
        "decimal(5,2)       | long               | decimal(21,2)",
        "decimal(5,2)       | double             | big-decimal",
        "uuid               | int                | string"
      })
  void whatSourcesDeclareJoinsWithoutLoss(String one, String other, String type) {
    assertThat(SchemaChange.shown(Widening.DECLARED.join(schema(one), schema(other))))
        .isEqualTo(type);
    assertThat(SchemaChange.shown(Widening.DECLARED.join(schema(other), schema(one))))
        .isEqualTo(type);
  }

  @Test
  void namesThatAvroRefusesAreKeptBesideTheOnesItTakes() throws Exception {
    Schema schema =
        infer("{\"a b\": {\"x\": 1}, \"a_b\": {\"y\": 1}, \"9\": 1, \"\": 2, \"ü\": 3}");

    assertThat(schema.getFields())
        .extracting(Schema.Field::name)
        .containsExactly("a_b", "a_b_2", "_9", "_", "__2");
    assertThat(schema.getFields())
        .extracting(dev.headrace.connector.Value.Datum::nameOf)
        .containsExactly("a b", "a_b", "9", "", "ü");
    Schema settled = RecordNames.settle(schema);
    assertThat(new Schema.Parser().parse(settled.toString())).isEqualTo(settled);
  }

  @Test
  void refusesWhatIsNestedTooDeepOrHasTooManyNames() {
    assertThatThrownBy(() -> infer("[".repeat(40) + "]".repeat(40)))
        .isInstanceOf(RefusedSchemaException.class)
        .hasMessageContaining("32 levels");
    StringBuilder wide = new StringBuilder("{\"a\":1");
    for (int i = 0; i < SchemaLimits.MAX_FIELDS; i++) {
      wide.append(",\"n").append(i).append("\":1");
    }
    assertThatThrownBy(() -> SchemaLimits.check(infer(wide.append('}').toString())))
        .isInstanceOf(RefusedSchemaException.class)
        .hasMessageContaining("2000 fields");
  }

  private static Schema infer(String json) throws Exception {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return Inference.of(parser, "t");
    }
  }

  private static Schema schema(String type) {
    if (type.startsWith("decimal")) {
      String[] digits = type.replaceAll("[^0-9,]", "").split(",");
      return org.apache.avro.LogicalTypes.decimal(
              Integer.parseInt(digits[0]), Integer.parseInt(digits[1]))
          .addToSchema(Schema.create(Schema.Type.BYTES));
    }
    String plain =
        switch (type) {
          case "date" -> "int";
          case "uuid" -> "string";
          default -> type.contains("timestamp") ? "long" : type;
        };
    return new Schema.Parser()
        .parse(
            plain.equals(type)
                ? "\"" + type + "\""
                : "{\"type\":\"" + plain + "\",\"logicalType\":\"" + type + "\"}");
  }
}
