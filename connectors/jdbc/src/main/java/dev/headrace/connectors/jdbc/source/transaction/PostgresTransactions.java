package dev.headrace.connectors.jdbc.source.transaction;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Asks PostgreSQL about its transactions. May be used from any thread. */
public record PostgresTransactions(Database database) {

  /**
   * A row may carry the number of a subtransaction (a savepoint, an exception block), which no
   * snapshot lists while its transaction is open. So all numbers are asked for, one by one, that
   * were open before, or are new, and are not known to be finished. A number that the snapshot does
   * not list and whose status, asked for later, is not open, is finished for everybody.
   */
  private static final String OPEN =
      """
      WITH s AS MATERIALIZED (SELECT pg_current_snapshot() AS s),
      b AS MATERIALIZED (
        SELECT pg_snapshot_xmin(s)::text::bigint AS first, pg_snapshot_xmax(s)::text::bigint AS ends
        FROM s),
      undecided AS (
        SELECT x
        FROM b CROSS JOIN unnest(?::bigint[], ?::bigint[]) AS r(lowest, highest)
        CROSS JOIN generate_series(greatest(lowest, first), least(highest, ends - 1)) AS x
        UNION ALL
        SELECT x FROM b CROSS JOIN generate_series(greatest(?, first), ends - 1) AS x)
      SELECT ends, ARRAY(
        SELECT pg_snapshot_xip(s)::text::bigint FROM s
        UNION
        SELECT x FROM undecided WHERE pg_xact_status(x::text::xid8) = 'in progress'
        ORDER BY 1)
      FROM b
      """;

  /** Every transaction locks its virtual number, also before it has one of its own. */
  private static final String WRITERS =
      """
      SELECT l.virtualtransaction
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted
        AND l.pid <> pg_backend_pid() AND l.pid <> ALL (?)
        AND (a.datname IS NULL OR a.datname = current_database())
      UNION ALL
      SELECT 'prepared ' || transaction FROM pg_prepared_xacts WHERE database = current_database()
      """;

  private static final String PREPARED =
      "SELECT 'prepared ' || transaction FROM pg_prepared_xacts WHERE database ="
          + " current_database()";

  private static final String ORIGIN =
      "SELECT system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)"
          + " FROM pg_control_system()";

  /**
   * Whether the server tells what is open: not before PostgreSQL 13, and not while it follows
   * another one.
   */
  public boolean areTold() throws ConnectorException {
    return database.ask(
        "Asking for the server's version",
        handle ->
            handle
                .createQuery(
                    "SELECT current_setting('server_version_num')::int >= 130000"
                        + " AND NOT pg_is_in_recovery()")
                .mapTo(Boolean.class)
                .one());
  }

  /** Tells this server, and the line of its history, from others that may take its place. */
  public String origin() throws ConnectorException {
    return database.ask(
        "Asking which server it is",
        handle -> handle.createQuery(ORIGIN).mapTo(String.class).one());
  }

  /** What is open now, but for what {@code known} says to be finished. */
  public OpenTransactions open(Transactions known) throws ConnectorException {
    return database.ask(
        "Asking for open transactions",
        handle -> {
          Connection connection = handle.getConnection();
          try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setArray(
                1,
                bigints(
                    connection, known.open().stream().mapToLong(XidRange::from).boxed().toArray()));
            statement.setArray(
                2,
                bigints(
                    connection, known.open().stream().mapToLong(XidRange::to).boxed().toArray()));
            statement.setLong(3, known.below());
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              Long[] open = (Long[]) row.getArray(2).getArray();
              return new OpenTransactions(
                  row.getLong(1), Arrays.stream(open).mapToLong(Long::longValue).toArray());
            }
          }
        });
  }

  private static Array bigints(Connection connection, Object[] numbers) throws SQLException {
    return connection.createArrayOf("bigint", numbers);
  }

  /**
   * All transactions that are open in this database and may write, also such as have not written
   * yet.
   *
   * @param readers process ids of sessions that only read
   */
  public Set<String> writers(Collection<Integer> readers) throws ConnectorException {
    return database.ask(
        "Asking for open transactions",
        handle -> {
          Connection connection = handle.getConnection();
          try (PreparedStatement statement = connection.prepareStatement(WRITERS)) {
            statement.setArray(1, connection.createArrayOf("int4", readers.toArray()));
            return texts(statement);
          }
        });
  }

  /** The transactions that are prepared for a commit in two phases. */
  public Set<String> prepared() throws ConnectorException {
    return database.ask(
        "Asking for prepared transactions",
        handle -> {
          try (PreparedStatement statement = handle.getConnection().prepareStatement(PREPARED)) {
            return texts(statement);
          }
        });
  }

  private static Set<String> texts(PreparedStatement statement) throws SQLException {
    Set<String> texts = new HashSet<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
