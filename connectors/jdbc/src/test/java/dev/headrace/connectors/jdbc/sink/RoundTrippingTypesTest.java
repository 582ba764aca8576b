package dev.headrace.connectors.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Refused;
import dev.headrace.connector.testing.ListSinkBatch.Entry;
import dev.headrace.connectors.jdbc.types.Shape;
import dev.headrace.connectors.jdbc.types.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table with every type of PostgreSQL that the README lists, filled with random values by SQL,
 * and beside it the table that the sink makes of the same values as records: they are equal.
 */
final class RoundTrippingTypesTest {

  private static final int ROWS = 60;

  private final Random random = new Random();

  /** A value as a record has it, and as SQL writes it. */
  private record Twin(Object value, String literal) {}

  private record Type(String name, Schema schema, Supplier<Twin> twins) {}

  @ParameterizedTest
  @ValueSource(strings = {"insert", "upsert"})
  void makesTheSameRowsAgain(String mode) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    random.setSeed(seed);
    try (Db database = Db.postgresql()) {
      // Given
      database.execute("CREATE TYPE mood AS ENUM ('good', 'so so', 'b''ad')");
      List<Type> types = types();
      String columns =
          IntStream.range(0, types.size())
              .mapToObj(i -> "c" + i + " " + types.get(i).name())
              .collect(Collectors.joining(", "));
      database.execute("CREATE TABLE original (id bigint PRIMARY KEY, " + columns + ")");
      List<Entry> records = fill(database, types);

      // When
      List<Refused> refused;
      try (SinkTask sink = SinkTask.begin(database.settings("mode", mode, "key.columns", "id"))) {
        refused = sink.write(records);
        sink.flush();
      }

      // Then
      assertThat(refused).isEmpty();
      assertThat(database.rows(typesOf("orders"))).isEqualTo(database.rows(typesOf("original")));
      assertThat(database.rows("SELECT t::text FROM orders t ORDER BY id"))
          .isEqualTo(database.rows("SELECT t::text FROM original t ORDER BY id"));
    }
  }

  private List<Entry> fill(Db database, List<Type> types) throws Exception {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("row").fields().requiredLong("id");
    for (int i = 0; i < types.size(); i++) {
      Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), types.get(i).schema());
      fields = fields.name("c" + i).type(nullable).noDefault();
    }
    Schema schema = fields.endRecord();
    List<Entry> records = new ArrayList<>();
    String places =
        types.stream().map(type -> "?::" + type.name()).collect(Collectors.joining(", "));
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO original VALUES (?, " + places + ")")) {
      for (long id = 0; id < ROWS; id++) {
        Object[] values = new Object[types.size() + 1];
        values[0] = id;
        insert.setLong(1, id);
        for (int i = 0; i < types.size(); i++) {
          Twin twin = types.get(i).twins().get();
          boolean isNull = random.nextInt(8) == 0;
          values[i + 1] = isNull ? null : twin.value();
          insert.setString(i + 2, isNull ? null : twin.literal());
        }
        insert.executeUpdate();
        records.add(Data.row(schema, values));
      }
    }
    return records;
  }

  private List<Type> types() {
    List<Type> types = new ArrayList<>();
    types.add(type("smallint", Shape.Simple.INT, () -> same((int) (short) random.nextInt())));
    types.add(type("integer", Shape.Simple.INT, () -> same(random.nextInt())));
    types.add(type("bigint", Shape.Simple.LONG, () -> same(random.nextLong())));
    types.add(type("oid", Shape.Simple.LONG, () -> same(random.nextLong(1L << 32))));
    types.add(type("real", Shape.Simple.FLOAT, () -> same(Float.intBitsToFloat(bits()))));
    types.add(
        type("double precision", Shape.Simple.DOUBLE, () -> same(random.nextGaussian() * 1e9)));
    types.add(type("double precision", Shape.Simple.DOUBLE, () -> same(Double.NEGATIVE_INFINITY)));
    types.add(type("numeric(20,5)", new Shape.Decimal(20, 5), this::decimal));
    types.add(type("numeric", Shape.Simple.TEXT, this::longDecimal));
    types.add(type("boolean", Shape.Simple.BOOLEAN, () -> same(random.nextBoolean())));
    types.add(type("text", Shape.Simple.TEXT, () -> same(text(40))));
    types.add(type("character varying(9)", Shape.Simple.TEXT, () -> same(text(9))));
    types.add(type("character(5)", Shape.Simple.TEXT, () -> same("ab  ☕")));
    types.add(type("mood", Shape.Simple.TEXT, () -> same(one("good", "so so", "b'ad"))));
    types.add(type("bytea", Shape.Simple.BYTES, this::bytes));
    types.add(type("date", Shape.Logical.DATE, this::date));
    types.add(type("time without time zone", Shape.Logical.TIME, this::time));
    types.add(
        type("timestamp without time zone", Shape.Logical.LOCAL_TIME_STAMP, this::localTimestamp));
    types.add(type("timestamp with time zone", Shape.Logical.INSTANT, this::instant));
    types.add(type("uuid", Shape.Logical.UUID, () -> same(UUID.randomUUID())));
    types.add(type("money", Shape.Simple.TEXT, () -> same(random.nextInt(100_000) + ".07")));
    types.add(
        type("interval", Shape.Simple.TEXT, () -> same("P1Y-2M3DT-4H" + bits() % 60 + "M6.5S")));
    types.add(
        type("jsonb", Shape.Simple.TEXT, () -> same("{\"k\": [1, null, \"a\\\\b\\\"\\n☕\"]}")));
    types.add(type("json", Shape.Simple.TEXT, () -> same("{\"b\":1.0,  \"a\":\"\\t\"}")));
    types.add(type("time with time zone", Shape.Simple.TEXT, () -> same(one("01:02:03.5+05:30"))));
    types.add(type("inet", Shape.Simple.TEXT, () -> same(one("10.1.2.3/24", "::1"))));
    types.add(type("cidr", Shape.Simple.TEXT, () -> same("10.1.0.0/16")));
    types.add(type("macaddr", Shape.Simple.TEXT, () -> same("08:00:2b:01:02:03")));
    types.add(type("bit(3)", Shape.Simple.TEXT, () -> same(one("101", "000"))));
    types.add(type("xml", Shape.Simple.TEXT, () -> same("<a b=\"c\">d\te</a>")));
    types.add(type("int4range", Shape.Simple.TEXT, () -> same(one("[1,5)", "empty", "(,7)"))));
    types.add(type("point", Shape.Simple.TEXT, () -> same("(1.5,-2)")));
    for (Type element : List.copyOf(types)) {
      if (List.of("integer", "text", "bytea", "numeric(20,5)", "timestamp with time zone", "uuid")
          .contains(element.name())) {
        types.add(arrayOf(element));
      }
    }
    return types;
  }

  private static Type type(String name, Shape shape, Supplier<Twin> twins) {
    return new Type(name, new SqlType("postgresql", name).to(shape.schema()), twins);
  }

  private Type arrayOf(Type element) {
    String name = element.name() + "[]";
    Schema schema =
        Schema.createArray(Schema.createUnion(Schema.create(Schema.Type.NULL), element.schema()));
    return new Type(name, new SqlType("postgresql", name).to(schema), () -> array(element.twins()));
  }

  private Twin array(Supplier<Twin> elements) {
    List<Object> values = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Twin twin = elements.get();
      boolean isNull = random.nextInt(4) == 0;
      values.add(isNull ? null : twin.value());
      String quoted = twin.literal().replace("\\", "\\\\").replace("\"", "\\\"");
      literals.add(isNull ? "NULL" : '"' + quoted + '"');
    }
    return new Twin(values, "{" + String.join(",", literals) + "}");
  }

  private static Twin same(Object value) {
    return new Twin(value, value.toString());
  }

  private Twin decimal() {
    return same(new BigDecimal(BigInteger.valueOf(random.nextLong()), 5));
  }

  private Twin longDecimal() {
    return same(
        random.nextInt(6) == 0
            ? "NaN"
            : new BigDecimal(new BigInteger(200, random), 40).toPlainString());
  }

  private Twin bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return new Twin(ByteBuffer.wrap(bytes), "\\x" + HexFormat.of().formatHex(bytes));
  }

  private Twin date() {
    LocalDate date = LocalDate.of(random.nextInt(-4000, 20_000), 1 + random.nextInt(12), 28);
    return new Twin(date, era(date, ""));
  }

  private Twin time() {
    return same(LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000));
  }

  private Twin localTimestamp() {
    LocalDateTime time = timestamp();
    return new Twin(time, era(time.toLocalDate(), " " + time.toLocalTime()));
  }

  private Twin instant() {
    LocalDateTime time = timestamp();
    Instant instant = time.toInstant(ZoneOffset.UTC);
    return new Twin(instant, era(time.toLocalDate(), " " + time.toLocalTime() + "+00"));
  }

  private LocalDateTime timestamp() {
    return LocalDateTime.ofEpochSecond(
        random.nextLong(-200_000_000_000L, 200_000_000_000L),
        random.nextInt(1_000_000) * 1000,
        ZoneOffset.UTC);
  }

  private static String era(LocalDate date, String rest) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return "%04d-%02d-%02d%s%s"
        .formatted(
            year,
            date.getMonthValue(),
            date.getDayOfMonth(),
            rest,
            date.getYear() > 0 ? "" : " BC");
  }

  private int bits() {
    return random.nextInt(1, 1 << 30);
  }

  private String text(int most) {
    String letters = "aZ0 \t\n\r\\\"'{},NULL☕é\u0001";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String typesOf(String table) {
    return "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '"
        + table
        + "'::regclass AND attnum > 0 ORDER BY attnum";
  }
}
