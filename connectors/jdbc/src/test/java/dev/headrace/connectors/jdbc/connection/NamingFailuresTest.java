package dev.headrace.connectors.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.SqlFailure.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamingFailuresTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "08006, UNREACHABLE",
    "53300, UNREACHABLE",
    "57P01, UNREACHABLE",
    "57P03, UNREACHABLE",
    "40001, BUSY",
    "40P01, BUSY",
    "55P03, BUSY",
    "57014, BUSY",
    "28P01, LOGIN",
    "08004, LOGIN",
    "3D000, STATEMENT",
    "42P01, STATEMENT",
    "42501, STATEMENT",
    "22003, VALUE",
    "23505, VALUE",
    "XX000, UNEXPECTED",
    "'', UNEXPECTED",
  })
  void tellsThemByTheirState(String state, Kind kind) {
    assertThat(SqlFailure.kind(new SQLException("x", state))).isEqualTo(kind);
  }

  @Test
  void looksBehindWhatAPoolSays() {
    SQLException wrapped =
        new SQLTransientConnectionException("timed out", new SQLException("no", "28P01"));
    assertThat(SqlFailure.kind(wrapped)).isEqualTo(Kind.LOGIN);
    assertThat(SqlFailure.reading("Connecting", wrapped).reason().what())
        .isEqualTo("Connecting failed: no (SQLSTATE 28P01)");
  }

  @Test
  void blamesTheQueryForValuesThatItCannotCompute() {
    SQLException division = new SQLException("division by zero", "22012");
    assertThat(SqlFailure.reading("The query", division).kind())
        .isEqualTo(ConnectorException.Kind.CONFIGURATION);
    assertThat(SqlFailure.writing("The insert", division).kind())
        .isEqualTo(ConnectorException.Kind.RECORD);
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT * FROM nowhere, STATEMENT",
    "INSERT INTO t (b) VALUES (1), VALUE",
    "INSERT INTO t (b) VALUES (NULL), VALUE",
  })
  void knowsThoseOfSqliteAndH2(String sql, Kind kind) throws Exception {
    for (String url : new String[] {"jdbc:sqlite:" + folder.resolve("a.db"), "jdbc:h2:mem:"}) {
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS t");
        statement.execute("CREATE TABLE t (b INTEGER NOT NULL UNIQUE)");
        statement.execute("INSERT INTO t (b) VALUES (1)");
        SQLException failure = assertThrows(SQLException.class, () -> statement.execute(sql));
        assertThat(SqlFailure.kind(failure)).as(url).isEqualTo(kind);
      }
    }
  }

  @Test
  void knowsALockedSqlite() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("locked.db") + "?busy_timeout=1";
    try (Connection one = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url);
        Statement first = one.createStatement();
        Statement second = other.createStatement()) {
      first.execute("CREATE TABLE t (a INTEGER)");
      first.execute("BEGIN EXCLUSIVE");
      SQLException failure =
          assertThrows(SQLException.class, () -> second.execute("INSERT INTO t VALUES (1)"));
      assertThat(SqlFailure.kind(failure)).isEqualTo(Kind.BUSY);
    }
  }
}
