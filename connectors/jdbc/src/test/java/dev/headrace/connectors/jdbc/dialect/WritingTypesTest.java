package dev.headrace.connectors.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connectors.jdbc.types.Shape;
import dev.headrace.connectors.jdbc.types.SqlType;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WritingTypesTest {

  private final Dialect postgres = new PostgresDialect();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numeric(10,2)",
        "numeric(3,-2)",
        "character varying(20)",
        "timestamp(3) without time zone",
        "time(0) with time zone",
        "interval day to second(3)",
        "double precision",
        "bit varying(8)[]",
        "sales.\"Mood \"\"x\"\"\"",
        "inet[]",
      })
  void keepsATypeOfTheSameDatabase(String declared) {
    Schema schema = new SqlType("postgresql", declared).to(Schema.create(Schema.Type.STRING));
    assertThat(postgres.columnType(schema)).isEqualTo(declared);
    assertThat(new SqliteDialect().columnType(schema)).isEqualTo("TEXT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text; DROP TABLE orders",
        "text) --",
        "text DEFAULT now()",
        "text/**/",
        "integer PRIMARY KEY",
        "\"a\" \"b\"",
        "int)",
        "",
        "text\n",
      })
  void doesNotTakeAnythingElseForAType(String declared) {
    Schema schema = new SqlType("postgresql", declared).to(Schema.create(Schema.Type.STRING));
    assertThat(postgres.columnType(schema)).isEqualTo("text");
  }

  @Test
  void takesTheBaseOfADomain() {
    Schema schema =
        new SqlType("postgresql", "public.amount", Optional.of("numeric(9,2)"))
            .to(new Shape.Decimal(9, 2).schema());
    assertThat(postgres.columnType(schema)).isEqualTo("numeric(9,2)");
  }

  @Test
  void findsATypeForEachShape() {
    assertThat(postgres.columnType(new Shape.Decimal(12, 3).schema())).isEqualTo("numeric(12,3)");
    assertThat(postgres.columnType(new Shape.ListOf(Shape.Simple.INT).schema()))
        .isEqualTo("integer[]");
    assertThat(
            postgres.columnType(
                Schema.createUnion(
                    Schema.create(Schema.Type.NULL), Shape.Logical.INSTANT.schema())))
        .isEqualTo("timestamp with time zone");
    assertThat(postgres.columnType(Schema.createMap(Schema.create(Schema.Type.STRING))))
        .isEqualTo("jsonb");
  }

  @Test
  void quotesWhateverANameHolds() {
    assertThat(postgres.quote(TableName.of("My \"Sales\"", "a.b")))
        .isEqualTo("\"My \"\"Sales\"\"\".\"a.b\"");
    assertThat(new GenericDialect("`").quote("a`b")).isEqualTo("`a``b`");
  }
}
