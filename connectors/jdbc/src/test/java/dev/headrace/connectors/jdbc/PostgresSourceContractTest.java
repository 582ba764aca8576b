package dev.headrace.connectors.jdbc;

import dev.headrace.connectors.jdbc.testing.Postgres;
import dev.headrace.connectors.jdbc.testing.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract in PostgreSQL, in each mode. */
final class PostgresSourceContractTest {

  private static Postgres postgres;

  @BeforeAll
  static void create() throws Exception {
    postgres = Postgres.create();
  }

  @AfterAll
  static void drop() throws Exception {
    postgres.close();
  }

  abstract static class InPostgres extends JdbcSourceContract {

    private final Map<String, String> settings;

    InPostgres(String... settings) {
      this.settings = Settings.with(Map.of(), settings);
    }

    /** Rows that have one time by tens, so that times alone do not tell them apart. */
    @Override
    protected List<String> insert(int count) throws Exception {
      postgres.execute(
          "DROP TABLE IF EXISTS rows",
          "CREATE TABLE rows (id int PRIMARY KEY, name text, at timestamptz NOT NULL)",
          "INSERT INTO rows SELECT i, 'Zeile ' || i || ' → ü',"
              + " timestamptz '2024-01-01 00:00Z' + (i / 10) * interval '1 s'"
              + (" FROM generate_series(1, " + count + ") i"));
      return IntStream.rangeClosed(1, count)
          .mapToObj(
              i ->
                  "{\"id\": %d, \"name\": \"Zeile %d → ü\", \"at\": \"2024-01-01T00:00:%02dZ\"}"
                      .formatted(i, i, i / 10))
          .toList();
    }

    @Override
    protected Map<String, String> settings() {
      Map<String, String> all = Settings.with(postgres.settings(), "tables", "rows");
      all.putAll(settings);
      return all;
    }
  }

  @Nested
  final class InBulk extends InPostgres {
    InBulk() {
      super("mode", "bulk", "poll.interval", "1h");
    }
  }

  @Nested
  final class ByNumber extends InPostgres {
    ByNumber() {
      super("mode", "incrementing", "incrementing.column", "id");
    }
  }

  @Nested
  final class ByTime extends InPostgres {
    ByTime() {
      super("mode", "timestamp", "timestamp.columns", "at");
    }
  }

  @Nested
  final class ByTimeAndNumber extends InPostgres {
    ByTimeAndNumber() {
      super(
          "mode", "timestamp+incrementing", "timestamp.columns", "at", "incrementing.column", "id");
    }
  }

  /** No transaction is told for a query: the overlap counts. */
  @Nested
  final class OfAQuery extends InPostgres {
    OfAQuery() {
      super(
          "mode",
          "timestamp+incrementing",
          "timestamp.columns",
          "at",
          "incrementing.column",
          "id",
          "overlap",
          "20ms",
          "poll.interval",
          "10ms");
    }

    @Override
    protected Map<String, String> settings() {
      Map<String, String> all = super.settings();
      all.remove("tables");
      all.put("query", "SELECT * FROM rows -- all of them");
      return all;
    }
  }
}
