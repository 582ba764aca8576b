package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Refused;
import dev.headrace.connectors.jdbc.types.SqlType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which columns are made for the types of Avro, and what stands in them then. */
final class WritingTypedValuesTest {

  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema BYTES = Schema.create(Schema.Type.BYTES);

  private static final Schema POINT =
      SchemaBuilder.record("point").fields().requiredDouble("x").optionalString("name").endRecord();

  @TempDir Path folder;

  /** Where each database writes a value in its own way, that of PostgreSQL comes first. */
  private record Sample(Schema schema, Object value, String type, String... texts) {
    String text(Db.Kind kind) {
      int index =
          switch (kind) {
            case POSTGRESQL -> 0;
            case SQLITE -> 1;
            case H2 -> 2;
          };
      return texts[Math.min(index, texts.length - 1)];
    }
  }

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(Schema.create(Schema.Type.BOOLEAN), true, "boolean", "t", "1", "TRUE"),
          new Sample(Schema.create(Schema.Type.INT), -7, "integer", "-7"),
          new Sample(LONG, Long.MIN_VALUE, "bigint", "-9223372036854775808"),
          new Sample(Schema.create(Schema.Type.FLOAT), 1.5f, "real", "1.5"),
          new Sample(Schema.create(Schema.Type.DOUBLE), 0.1, "double precision", "0.1"),
          new Sample(TEXT, "tab\t\\N\r\n\"'{}", "text", "tab\t\\N\r\n\"'{}"),
          new Sample(TEXT, "", "text", ""),
          new Sample(
              LogicalTypes.decimal(20, 4).addToSchema(Schema.create(Schema.Type.BYTES)),
              new BigDecimal("1234567890123456.7800"),
              "numeric(20,4)",
              "1234567890123456.7800"),
          new Sample(
              LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES)),
              new BigDecimal("123456789012345678901234567890.000000000012345"),
              "numeric",
              "123456789012345678901234567890.000000000012345"),
          new Sample(
              LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)),
              LocalDate.of(2024, 2, 29),
              "date",
              "2024-02-29"),
          new Sample(
              LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG)),
              LocalTime.of(23, 59, 58, 123_456_000),
              "time without time zone",
              "23:59:58.123456"),
          new Sample(
              LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              "timestamp with time zone",
              "1969-12-31 23:59:59.999999+00",
              "1969-12-31T23:59:59.999999Z",
              "1969-12-31 23:59:59.999999+00"),
          new Sample(
              LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG)),
              LocalDateTime.of(2024, 2, 29, 1, 2, 3),
              "timestamp without time zone",
              "2024-02-29 01:02:03",
              "2024-02-29T01:02:03",
              "2024-02-29 01:02:03"),
          new Sample(
              LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING)),
              UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
              "uuid",
              "00112233-4455-6677-8899-aabbccddeeff"),
          new Sample(
              SchemaBuilder.enumeration("mood").symbols("GOOD", "BAD"), "BAD", "text", "BAD"));

  @ParameterizedTest
  @EnumSource
  void keepsSimpleValuesWithoutLoss(Db.Kind kind) throws Exception {
    // Given
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("all").fields();
    for (int i = 0; i < SAMPLES.size(); i++) {
      fields = fields.name("c" + i).type(SAMPLES.get(i).schema()).noDefault();
    }
    Schema schema = fields.endRecord();
    Object[] values = SAMPLES.stream().map(Sample::value).toArray();
    try (Db database = Db.create(kind, folder)) {
      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        refused = sink.store(Data.row(schema, values));
      }

      // Then
      assertThat(refused).isEmpty();
      for (int i = 0; i < SAMPLES.size(); i++) {
        String column = "SELECT \"c" + i + "\" FROM \"orders\"";
        assertThat(database.rows(column)).containsExactly(SAMPLES.get(i).text(kind));
        if (kind == Db.Kind.POSTGRESQL) {
          assertThat(database.rows(typeOf("c" + i))).containsExactly(SAMPLES.get(i).type());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsBytes(Db.Kind kind) throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Schema schema =
        SchemaBuilder.record("r").fields().name("b").type(BYTES).noDefault().endRecord();
    try (Db database = Db.create(kind, folder)) {
      // When
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        sink.store(Data.row(schema, ByteBuffer.wrap(all)), Data.row(schema, all));
      }

      // Then
      try (var connection = database.connect();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT \"b\" FROM \"orders\"")) {
        int count = 0;
        while (rows.next()) {
          assertThat(rows.getBytes(1)).isEqualTo(all);
          count++;
        }
        assertThat(count).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsNestedValuesAsJson(Db.Kind kind) throws Exception {
    // Given
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("point")
            .type(POINT)
            .noDefault()
            .name("tags")
            .type(Schema.createMap(LONG))
            .noDefault()
            .name("path")
            .type(Schema.createArray(POINT))
            .noDefault()
            .endRecord();
    GenericData.Record point = (GenericData.Record) Data.datum(POINT, 1.5, "a\"b\\\n☕").value();
    GenericData.Record far =
        (GenericData.Record) Data.datum(POINT, Double.POSITIVE_INFINITY, null).value();
    try (Db database = Db.create(kind, folder)) {
      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        refused = sink.store(Data.row(schema, point, Map.of("n", 1L), List.of(point, far)));
      }

      // Then
      String blank = kind == Db.Kind.POSTGRESQL ? " " : "";
      String json =
          "{\"x\":" + blank + "1.5," + blank + "\"name\":" + blank + "\"a\\\"b\\\\\\n☕\"}";
      assertThat(refused).isEmpty();
      assertThat(database.rows("SELECT \"tags\" FROM \"orders\""))
          .containsExactly("{\"n\":" + blank + "1}");
      if (kind == Db.Kind.POSTGRESQL) {
        assertThat(
                database.rows(
                    "SELECT point->>'name', path->1->>'x', jsonb_typeof(point->'x') FROM orders"))
            .containsExactly("a\"b\\\n☕|Infinity|number");
      } else {
        assertThat(database.rows("SELECT \"point\" FROM \"orders\"")).containsExactly(json);
      }
    }
  }

  @Test
  void makesPostgresArraysOfListsOfSimpleValues() throws Exception {
    // Given
    Schema nullableText = Schema.createUnion(Schema.create(Schema.Type.NULL), TEXT);
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("texts")
            .type(Schema.createArray(nullableText))
            .noDefault()
            .name("numbers")
            .type(Schema.createArray(LONG))
            .noDefault()
            .name("grid")
            .type(Schema.createArray(Schema.createArray(LONG)))
            .noDefault()
            .name("blobs")
            .type(Schema.createArray(BYTES))
            .noDefault()
            .endRecord();
    try (Db database = Db.postgresql()) {
      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        refused =
            sink.store(
                Data.row(
                    schema,
                    Arrays.asList("a,b", null, "NULL", "", "q\"u\\o\tte", "{x}"),
                    List.of(),
                    List.of(List.of(1L, 2L), List.of(3L, 4L)),
                    List.of(ByteBuffer.wrap(new byte[] {0, -1}))));
      }

      // Then
      assertThat(refused).isEmpty();
      assertThat(database.rows("SELECT pg_typeof(texts), pg_typeof(numbers) FROM orders"))
          .containsExactly("text[]|bigint[]");
      assertThat(
              database.rows(
                  "SELECT texts[1], texts[2] IS NULL, texts[3], texts[4], texts[5], texts[6],"
                      + " numbers, grid[2][1], encode(blobs[1], 'hex') FROM orders"))
          .containsExactly("a,b|t|NULL||q\"u\\o\tte|{x}|{}|3|00ff");
    }
  }

  @Test
  void makesColumnsOfTheTypesThatRecordsCameFrom() throws Exception {
    // Given
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("a")
            .type(from("postgresql", "interval", TEXT))
            .noDefault()
            .name("b")
            .type(from("postgresql", "character varying(7)", TEXT))
            .noDefault()
            .name("c")
            .type(from("postgresql", "jsonb", TEXT))
            .noDefault()
            .name("d")
            .type(from("postgresql", "mood_of_elsewhere", TEXT))
            .noDefault()
            .name("e")
            .type(from("postgresql", "text); DROP TABLE precious; --", TEXT))
            .noDefault()
            .name("f")
            .type(from("oracle", "NUMBER(9)", LONG))
            .noDefault()
            .endRecord();
    try (Db database = Db.postgresql()) {
      database.execute("CREATE TABLE precious (id int)");

      // When
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        sink.store(Data.row(schema, "P1DT2H", "seven", "{\"k\": [1, null]}", "sad", "x", 9L));
      }

      // Then
      assertThat(
              database.rows(
                  "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                      + " WHERE attrelid = 'orders'::regclass AND attnum > 0 ORDER BY attnum"))
          .containsExactly("interval", "character varying(7)", "jsonb", "text", "text", "bigint");
      assertThat(database.rows("SELECT a, c->'k'->>0, d FROM orders"))
          .containsExactly("1 day 02:00:00|1|sad");
      assertThat(database.rows("SELECT count(*) FROM precious")).containsExactly("0");
    }
  }

  @Test
  void fitsValuesToTheTypesOfATableThatIsThere() throws Exception {
    // Given
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .requiredString("uuid")
            .requiredString("time")
            .requiredString("amount")
            .requiredString("mood")
            .requiredLong("small")
            .requiredString("doc")
            .name("list")
            .type(Schema.createArray(LONG))
            .noDefault()
            .endRecord();
    try (Db database = Db.postgresql()) {
      database.execute(
          "CREATE TYPE mood AS ENUM ('good', 'bad')",
          "CREATE TABLE orders (uuid uuid, time timestamptz, amount numeric(9,3), mood mood,"
              + " small smallint, doc json, list jsonb, made timestamptz DEFAULT now(),"
              + " twice numeric GENERATED ALWAYS AS (amount * 2) STORED,"
              + " number bigint GENERATED ALWAYS AS IDENTITY)");

      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings())) {
        refused =
            sink.store(
                Data.row(
                    schema,
                    "00112233-4455-6677-8899-aabbccddeeff",
                    "2024-02-29T01:02:03.5Z",
                    "12.5",
                    "bad",
                    7L,
                    "[1,2]",
                    List.of(1L, 2L)));
      }

      // Then
      assertThat(refused).isEmpty();
      assertThat(
              database.rows(
                  "SELECT uuid, time AT TIME ZONE 'UTC', amount, mood, small, doc->>1, list->>1,"
                      + " made IS NOT NULL, twice, number FROM orders"))
          .containsExactly(
              "00112233-4455-6677-8899-aabbccddeeff|2024-02-29 01:02:03.5|12.500|bad|7|2|2|t|"
                  + "25.000|1");
    }
  }

  private static Schema from(String dialect, String type, Schema schema) {
    return new SqlType(dialect, type).to(new Schema.Parser().parse(schema.toString()));
  }

  private static String typeOf(String column) {
    return "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        + " WHERE attrelid = 'orders'::regclass AND attname = '"
        + column
        + "'";
  }
}
