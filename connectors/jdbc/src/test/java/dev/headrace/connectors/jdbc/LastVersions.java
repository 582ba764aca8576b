package dev.headrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connector.SourceRecord;
import dev.headrace.connectors.jdbc.testing.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;

/**
 * The last version of each row of the table {@code rows} that was delivered, in four bytes a row.
 * Fails when a row comes twice in one version, or in an earlier one. One thread.
 */
final class LastVersions {

  private static final int FETCHED = 10_000;

  /** By id, one more than the version. */
  private int[] versions = new int[1024];

  private int rows;

  void take(SourceRecord record) {
    GenericRecord row = Follower.row(record);
    int id = Math.toIntExact((long) row.get("id"));
    int next = (int) row.get("version") + 1;
    if (id >= versions.length) {
      versions = Arrays.copyOf(versions, Math.max(id + 1, versions.length * 2));
    }
    if (next <= versions[id]) {
      throw new AssertionError(
          "row %d came in version %d after version %d".formatted(id, next - 1, versions[id] - 1));
    }
    rows += versions[id] == 0 ? 1 : 0;
    versions[id] = next;
  }

  /** Each row of the table was delivered in its last version, and no other row. */
  void assertAreThoseOf(Postgres postgres) throws SQLException {
    int inTable = 0;
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(FETCHED);
      try (ResultSet row = statement.executeQuery("SELECT id, version FROM rows")) {
        while (row.next()) {
          inTable++;
          int id = row.getInt(1);
          int delivered = id < versions.length ? versions[id] - 1 : -1;
          if (delivered != row.getInt(2)) {
            throw new AssertionError(
                "row %d is of version %d, and was delivered in version %d"
                    .formatted(id, row.getInt(2), delivered));
          }
        }
      }
    }
    assertThat(rows).isEqualTo(inTable);
  }
}
