package dev.headrace.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Copies of the {@link BusyTables} in another database of the server, made by connectors: one as
 * rows that are added to a table without any key, where a row that came twice would show, and one
 * as rows that are replaced.
 *
 * @param port where the server listens on loopback
 */
record Copies(int port) {

  /** Makes the other database, and {@code connectors} in the directory. */
  static Copies make(int port, Path directory) throws SQLException, IOException {
    Copies copies = new Copies(port);
    try (Connection connection = DriverManager.getConnection(copies.near());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE far");
    }
    Path folder = Files.createDirectory(directory.resolve("connectors"));
    Files.writeString(
        folder.resolve("pipes.json"),
        """
        [
          {"name": "inserted-in", "config": {"connector.class": "jdbc-source", "url": "NEAR",
            "user": "postgres", "tables": "inserted", "mode": "incrementing",
            "incrementing.column": "id", "topic": "inserted", "poll.interval": "50ms",
            "errors.retry.delay.max.ms": "500ms"}},
          {"name": "updated-in", "config": {"connector.class": "jdbc-source", "url": "NEAR",
            "user": "postgres", "tables": "updated", "mode": "timestamp",
            "timestamp.columns": "at", "topic": "updated", "poll.interval": "50ms",
            "errors.retry.delay.max.ms": "500ms"}},
          {"name": "inserted-out", "config": {"connector.class": "jdbc-sink", "url": "FAR",
            "user": "postgres", "topics": "inserted", "mode": "insert",
            "errors.retry.delay.max.ms": "500ms"}},
          {"name": "updated-out", "config": {"connector.class": "jdbc-sink", "url": "FAR",
            "user": "postgres", "topics": "updated", "mode": "upsert", "key.columns": "id",
            "errors.retry.delay.max.ms": "500ms"}}
        ]
        """
            .replace("NEAR", copies.url("postgres"))
            .replace("FAR", copies.url("far")));
    return copies;
  }

  /** The database with the tables that are copied, for a driver. */
  String near() {
    return url("postgres") + "?user=postgres";
  }

  private String far() {
    return url("far") + "?user=postgres";
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }

  /** How many rows have come. */
  long rows() {
    try {
      return Long.parseLong(
          ask(far(), "SELECT (SELECT count(*) FROM inserted) + (SELECT count(*) FROM updated)"));
    } catch (SQLException notYet) {
      return 0;
    }
  }

  /**
   * Waits until the copies are like the tables, row by row.
   *
   * @param told what tells this run from others, such as the seed
   */
  void awaitAlike(String told) {
    for (String table : new String[] {"inserted", "updated"}) {
      await()
          .atMost(Headrace.PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptions() // the table may not be there yet
          .untilAsserted(() -> assertAlike(table, told));
    }
  }

  /** They are alike, also when nobody writes any more. */
  void assertAlike(String told) throws SQLException {
    assertAlike("inserted", told);
    assertAlike("updated", told);
    assertThat(ask(far(), "SELECT count(*) - count(DISTINCT id) FROM inserted"))
        .as("rows that came twice, %s", told)
        .isEqualTo("0");
  }

  private void assertAlike(String table, String told) throws SQLException {
    assertThat(fingerprint(far(), table))
        .as("number and hash of the rows of %s, %s", table, told)
        .isEqualTo(fingerprint(near(), table));
  }

  /** How many rows, and the sum of their hashes, which no order changes and each double does. */
  private static String fingerprint(String url, String table) throws SQLException {
    return ask(
        url,
        "SELECT count(*) || ' ' || coalesce(sum(hashtextextended("
            + "row(id, version, extract(epoch FROM at), writer, price, word)::text, 0)), 0) FROM "
            + table);
  }

  private static String ask(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
