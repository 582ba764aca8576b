package dev.headrace.connectors.jdbc;

import dev.headrace.connectors.jdbc.testing.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract in SQLite and H2. */
final class EmbeddedSourceContractTest {

  @TempDir static Path folder;

  abstract static class Embedded extends JdbcSourceContract {

    private final String url;
    private final Map<String, String> settings;

    Embedded(String url, String... settings) {
      this.url = url;
      this.settings = Settings.with(Map.of("url", url, "tables", "rows"), settings);
    }

    @Override
    protected List<String> insert(int count) throws Exception {
      List<String> values = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS rows");
        statement.execute(
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, name VARCHAR(100), at TIMESTAMP(0))");
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO rows VALUES (?, ?, ?)")) {
          for (int i = 1; i <= count; i++) {
            insert.setInt(1, i);
            insert.setString(2, "row " + i);
            insert.setString(3, "2024-01-01 00:00:%02d".formatted(i / 10));
            insert.addBatch();
            values.add(value(i));
          }
          insert.executeBatch();
        }
        connection.commit();
      }
      return values;
    }

    abstract String value(int i);

    @Override
    protected Map<String, String> settings() {
      return settings;
    }
  }

  abstract static class Sqlite extends Embedded {
    Sqlite(String... settings) {
      super("jdbc:sqlite:" + folder.resolve("rows.db"), settings);
    }

    @Override
    String value(int i) {
      return "{\"id\": %d, \"name\": \"row %d\", \"at\": \"2024-01-01 00:00:%02d\"}"
          .formatted(i, i, i / 10);
    }
  }

  abstract static class H2 extends Embedded {
    H2(String... settings) {
      super("jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1", settings);
    }

    @Override
    String value(int i) {
      String seconds = i / 10 == 0 ? "" : ":%02d".formatted(i / 10);
      return "{\"ID\": %d, \"NAME\": \"row %d\", \"AT\": \"2024-01-01T00:00%s\"}"
          .formatted(i, i, seconds);
    }
  }

  @Nested
  final class InBulkInSqlite extends Sqlite {
    InBulkInSqlite() {
      super("mode", "bulk", "poll.interval", "1h");
    }
  }

  @Nested
  final class ByNumberInSqlite extends Sqlite {
    ByNumberInSqlite() {
      super("mode", "incrementing", "incrementing.column", "id");
    }
  }

  @Nested
  final class ByTimeInSqlite extends Sqlite {
    ByTimeInSqlite() {
      super(
          "mode",
          "timestamp",
          "timestamp.columns",
          "at",
          "overlap",
          "20ms",
          "poll.interval",
          "10ms");
    }
  }

  @Nested
  final class InBulkInH2 extends H2 {
    InBulkInH2() {
      super("mode", "bulk", "poll.interval", "1h");
    }
  }

  /** 200 rows can be remembered, so the overlap need not be waited for. */
  @Nested
  final class ByNumberInH2 extends H2 {
    ByNumberInH2() {
      super("mode", "incrementing", "incrementing.column", "id");
    }
  }

  @Nested
  final class ByTimeAndNumberInH2 extends H2 {
    ByTimeAndNumberInH2() {
      super(
          "mode",
          "timestamp+incrementing",
          "timestamp.columns",
          "at",
          "incrementing.column",
          "id",
          "overlap",
          "0s");
    }
  }
}
