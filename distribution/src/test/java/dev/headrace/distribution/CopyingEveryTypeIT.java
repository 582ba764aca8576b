package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table with every type of PostgreSQL that is listed, and random values, goes through the log
 * into a table that the sink makes: it has the same types and the same rows, as plain JSON and as
 * Avro.
 */
class CopyingEveryTypeIT {

  @TempDir private Path directory;

  private EmbeddedPostgres postgres;

  @BeforeEach
  void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void theCopyHasTheSameTypesAndRows() throws Exception {
    double seed = new Random().nextDouble();
    fill(seed);
    Path pipes = Files.createDirectory(directory.resolve("pipes"));
    for (String format : new String[] {"json", "avro"}) {
      Files.writeString(pipes.resolve(format + ".json"), pipe(format));
    }

    try (Headrace once =
        Headrace.start(
            directory,
            "run",
            "pipes",
            "--once",
            "--kafka",
            "127.0.0.1:0",
            "--rest",
            "127.0.0.1:0")) {
      assertThat(once.exitCode()).as("seed %s: %s", seed, once.output() + once.errors()).isZero();
    }

    for (String format : new String[] {"json", "avro"}) {
      String copy = "copy_by_" + format;
      assertThat(rows(types(copy))).as(format).isEqualTo(rows(types("every_type")));
      assertThat(rows("SELECT r::text FROM " + copy + " r ORDER BY id"))
          .as("%s, seed %s", format, seed)
          .isEqualTo(rows("SELECT r::text FROM every_type r ORDER BY id"));
    }
  }

  private void fill(double seed) throws IOException, SQLException {
    try (InputStream sql = getClass().getResourceAsStream("/every-type.sql");
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT setseed(" + seed + ")");
      statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String pipe(String format) {
    return """
    [
      {"name": "FORMAT-in", "config": {"connector.class": "jdbc-source", "url": "DATABASE",
        "user": "postgres", "tables": "every_type", "topic": "FORMAT", "value.format": "FORMAT"}},
      {"name": "FORMAT-out", "config": {"connector.class": "jdbc-sink", "url": "DATABASE",
        "user": "postgres", "topics": "FORMAT", "table": "copy_by_FORMAT", "mode": "upsert",
        "key.columns": "id", "value.format": "FORMAT"}}
    ]
    """
        .replace("FORMAT", format)
        .replace(
            "DATABASE", "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort()));
  }

  /** The columns with their types; for a domain, what it is based on. */
  private static String types(String table) {
    return """
    SELECT attname || ' ' || CASE typtype WHEN 'd' THEN format_type(typbasetype, typtypmod)
      ELSE format_type(atttypid, atttypmod) END
    FROM pg_attribute JOIN pg_type t ON t.oid = atttypid
    WHERE attrelid = '%s'::regclass AND attnum > 0 ORDER BY attnum
    """
        .formatted(table);
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
