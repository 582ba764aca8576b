package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.Committed;
import dev.headrace.connector.FlushReason;
import dev.headrace.connector.ReadMode;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.TopicPartition;
import dev.headrace.connector.testing.ListSinkBatch;
import dev.headrace.connector.testing.TestContext;
import dev.headrace.connectors.jdbc.sink.JdbcSink;
import dev.headrace.connectors.jdbc.sink.JdbcSinkSettings;
import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What source and sink make of a table of PostgreSQL is the same table again. */
final class KeepingEveryTypeTest {

  private static final TopicPartition PARTITION = new TopicPartition("copy", 0);
  private static final int ROWS = 200;

  /** Each type of the README's table, and an expression that gives values all over its range. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("smallint", "(random() * 65535 - 32768)::int");
    TYPES.put("integer", "(random() * 4294967295 - 2147483648)::bigint");
    TYPES.put("bigint", "(random() * 18e18 - 9e18)::bigint");
    TYPES.put("oid", "(random() * 4294967295)::bigint::oid");
    TYPES.put(
        "real", "CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' ELSE random() * 1e30 END");
    TYPES.put(
        "double precision",
        "CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' ELSE (random() - 0.5) * 1e300 END");
    TYPES.put("numeric(20,6)", "((random() - 0.5) * 1e13)::numeric");
    TYPES.put("numeric(38,0)", "floor((random() - 0.5) * 1e37)::numeric");
    TYPES.put("numeric(3,-2)", "((random() - 0.5) * 50000)::numeric");
    TYPES.put(
        "numeric",
        "CASE i % 5 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity'"
            + " ELSE (random()::numeric * 10 ^ (i - 100)::numeric) END");
    TYPES.put("boolean", "random() < 0.5");
    TYPES.put("text", "repeat(chr(1 + i), i % 7) || E'\\t\\n\\\\ü東\"''' || md5(i::text)");
    TYPES.put("character varying(20)", "left(md5(i::text), i % 20)");
    TYPES.put("character(10)", "left(md5(i::text), i % 10)");
    TYPES.put("bytea", "decode(repeat(md5(i::text), i % 5), 'hex')");
    TYPES.put("date", "date '2000-01-01' + (random() * 4000000 - 2400000)::int");
    TYPES.put("time without time zone", "time '00:00' + random() * interval '86399.999999 s'");
    TYPES.put(
        "time with time zone",
        "(time '00:00' + random() * interval '86399 s')::text::timetz AT TIME ZONE"
            + " make_interval(hours => i % 12)");
    TYPES.put(
        "timestamp without time zone",
        "timestamp '0001-01-01' + (random() - 0.5) * interval '4000 y'");
    TYPES.put(
        "timestamp(3) without time zone", "timestamp '2024-01-01' + random() * interval '1 d'");
    TYPES.put(
        "timestamp with time zone",
        "timestamptz '0001-01-01 00:00Z' + (random() - 0.5) * interval '4000 y'");
    TYPES.put(
        "interval",
        "make_interval(i - 100, (random() * 20)::int - 10, 0, (random() * 60)::int - 30,"
            + " (random() * 48)::int - 24, 0, (random() - 0.5)::numeric(8,6)::float8)");
    TYPES.put("uuid", "gen_random_uuid()");
    TYPES.put("json", "('{\"a\":  ' || i || ', \"a\": [null, \"ü\"]}')::json");
    TYPES.put("jsonb", "jsonb_build_object('n', random(), 'ü', ARRAY[i])");
    TYPES.put("inet", "('10.' || i || '.0.1/' || 8 + i % 20)::inet");
    TYPES.put("cidr", "('10.' || i || '.0.0/16')::cidr");
    TYPES.put("macaddr", "('08:00:2b:01:02:' || lpad(to_hex(i), 2, '0'))::macaddr");
    TYPES.put("macaddr8", "('08:00:2b:01:02:03:04:' || lpad(to_hex(i), 2, '0'))::macaddr8");
    TYPES.put("bit(12)", "i::bit(12)");
    TYPES.put("bit varying(12)", "substring(i::bit(12) from 1 for i % 12)");
    TYPES.put("xml", "xmlelement(name a, i)");
    TYPES.put("money", "((random() - 0.5) * 1e6)::numeric::money");
    TYPES.put("int4range", "int4range(-i, i)");
    TYPES.put(
        "tstzrange", "tstzrange(timestamptz '2024-01-01 00:00Z', NULL) * tstzrange(now(), NULL)");
    TYPES.put("tsvector", "to_tsvector('simple', 'a b c ' || i)");
    TYPES.put("point", "point(random(), i)");
    TYPES.put("pg_lsn", "('0/' || to_hex(i))::pg_lsn");
    TYPES.put("mood", "(ARRAY['sad', 'O''K', 'very, happy'])[1 + i % 3]::mood");
    TYPES.put("pair", "ROW(i, 'x,\"' || i)::pair");
    TYPES.put("integer[]", "ARRAY[i, NULL, -i]");
    TYPES.put("text[]", "ARRAY['a,b', NULL, '', E'\"\\\\{}', 'NULL']");
    TYPES.put("numeric(10,2)[]", "ARRAY[i / 4.0, NULL]");
    TYPES.put(
        "timestamp with time zone[]",
        "ARRAY[timestamptz '2024-01-01 00:00Z' + i * interval '1 s']");
    TYPES.put("uuid[]", "ARRAY[gen_random_uuid()]");
    TYPES.put("bytea[]", "ARRAY[decode(md5(i::text), 'hex'), NULL]");
    TYPES.put("boolean[]", "CASE i % 2 WHEN 0 THEN '{}' ELSE '{t,f}' END::boolean[]");
    TYPES.put("jsonb[]", "ARRAY[jsonb_build_object('a,\"', i), NULL]");
    TYPES.put("inet[]", "ARRAY['10.0.0.1'::inet, NULL]");
    TYPES.put("mood[]", "ARRAY['very, happy', NULL, 'sad']::mood[]");
  }

  private Postgres postgres;

  @BeforeEach
  void create() throws Exception {
    postgres = Postgres.create();
    postgres.execute(
        "CREATE TYPE mood AS ENUM ('sad', 'O''K', 'very, happy')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN amount AS numeric(9,2) CHECK (VALUE >= 0)",
        "CREATE DOMAIN tip AS amount");
  }

  @AfterEach
  void drop() throws Exception {
    postgres.close();
  }

  @Test
  void copiesATableOfAllTypes() throws Exception {
    StringBuilder columns = new StringBuilder("id integer PRIMARY KEY");
    StringBuilder values = new StringBuilder("i");
    int number = 0;
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      columns.append(", c").append(number++).append(' ').append(type.getKey());
      values
          .append(", CASE WHEN random() < 0.1 THEN NULL ELSE (")
          .append(type.getValue())
          .append(")::text::")
          .append(type.getKey())
          .append(" END");
    }
    postgres.execute(
        "CREATE TABLE original (" + columns + ")",
        "INSERT INTO original SELECT " + values + " FROM generate_series(1, " + ROWS + ") i");

    copy();

    assertThat(postgres.rows("SELECT copy::text FROM copy ORDER BY id"))
        .hasSize(ROWS)
        .isEqualTo(postgres.rows("SELECT original::text FROM original ORDER BY id"));
    assertThat(types("copy")).isEqualTo(types("original"));
  }

  @Test
  void copiesDomainsAsWhatTheyAreBasedOn() throws Exception {
    postgres.execute(
        "CREATE TABLE original (id int PRIMARY KEY, a amount, t tip)",
        "INSERT INTO original VALUES (1, 1.50, 2.25), (2, NULL, NULL)");

    copy();

    assertThat(postgres.rows("SELECT * FROM copy ORDER BY id"))
        .containsExactly("1|1.50|2.25", "2|null|null");
    assertThat(types("copy")).isEqualTo("id integer, a numeric(9,2), t numeric(9,2)");
  }

  @Test
  void copiesNamesThatAvroRefuses() throws Exception {
    postgres.execute(
        "CREATE TABLE original (id int PRIMARY KEY, \"größe (m)\" int, \"1st\" int, \"a b\" int,"
            + " \"a-b\" int, \"say \"\"hi\"\"\" int)",
        "INSERT INTO original VALUES (1, 2, 3, 4, 5, 6)");

    copy();

    assertThat(postgres.rows("SELECT * FROM copy")).containsExactly("1|2|3|4|5|6");
    assertThat(types("copy")).isEqualTo(types("original"));
  }

  @Test
  void refusesRowsWithValuesThatHaveNoPlace() throws Exception {
    postgres.execute(
        "CREATE TABLE original (id int PRIMARY KEY, d date, t timestamptz, l time,"
            + " n numeric(5,2), a int[])",
        "INSERT INTO original (id) VALUES (1)",
        "INSERT INTO original (id, d) VALUES (2, 'infinity')",
        "INSERT INTO original (id, t) VALUES (3, '-infinity')",
        "INSERT INTO original (id, l) VALUES (4, '24:00')",
        "INSERT INTO original (id, n) VALUES (5, 'NaN')",
        "INSERT INTO original (id, a) VALUES (6, '{{1,2},{3,4}}')",
        "INSERT INTO original (id, a) VALUES (7, '[0:1]={1,2}')",
        "INSERT INTO original (id, t) VALUES (8, '294270-01-01')",
        "INSERT INTO original (id) VALUES (9)");
    try (Follower follower = once()) {
      follower.look();

      assertThat(follower.values("id")).containsExactly("1", "9");
      assertThat(follower.rejected())
          .hasSize(7)
          .allSatisfy(
              rejected -> {
                assertThat(rejected.why().code()).isEqualTo("jdbc.unfit-value");
                assertThat(rejected.raw().where()).isEqualTo("a row of the table public.original");
                assertThat(new String(rejected.raw().bytes(), StandardCharsets.UTF_8))
                    .startsWith("id=");
              });
      assertThat(follower.rejected().getFirst().why().what())
          .isEqualTo("The column d holds a date at infinity.");
    }
  }

  @Test
  void readsSuchValuesAsTextWhenItIsTold() throws Exception {
    postgres.execute(
        "CREATE TABLE original (id int PRIMARY KEY, d date, n numeric(5,2), a int[])",
        "INSERT INTO original VALUES (1, 'infinity', 'NaN', '[0:1]={1,2}')");
    try (Follower follower = once("text.columns", "d, original.n, public.original.a")) {
      follower.look();

      assertThat(follower.values("d")).containsExactly("infinity");
      assertThat(follower.values("n")).containsExactly("NaN");
      assertThat(follower.values("a")).containsExactly("[0:1]={1,2}");
    }
  }

  private String types(String table) throws Exception {
    return postgres
        .rows(
            "SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = '"
                + table
                + "'::regclass AND attnum > 0 ORDER BY attnum")
        .stream()
        .collect(Collectors.joining(", "));
  }

  private Follower once(String... settings) {
    return new Follower(
        Settings.with(Settings.with(postgres.settings(), "tables", "original"), settings),
        ReadMode.ONCE);
  }

  private void copy() throws Exception {
    TestContext context = new TestContext(ReadMode.CONTINUOUS);
    JdbcSinkSettings settings =
        Settings.bind(
            JdbcSinkSettings.class,
            Settings.with(
                postgres.settings(), "mode", "upsert", "key.columns", "id", "table", "copy"));
    Committed beginning = new Committed(PARTITION, 0, Optional.empty());
    try (Follower follower = once();
        SinkWriter sink = new JdbcSink().open(settings, List.of(beginning), context)) {
      sink.flush(FlushReason.OPENED);
      follower.look();
      List<ListSinkBatch.Entry> entries =
          follower.delivered().stream()
              .map(record -> ListSinkBatch.Entry.of(record.value().orElseThrow()))
              .toList();
      assertThat(follower.rejected()).isEmpty();
      assertThat(sink.write(ListSinkBatch.ofEntries(PARTITION, 0, entries))).isEmpty();
      sink.flush(FlushReason.INTERVAL);
    }
  }
}
