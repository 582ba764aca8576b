package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.connection.InterruptWatch;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import dev.headrace.connectors.jdbc.rows.PostgresRows;
import dev.headrace.connectors.jdbc.rows.ResultSetRows;
import dev.headrace.connectors.jdbc.rows.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rows on their way, with the connection that they take up. One thread.
 *
 * @param rows what comes
 * @param xidEnd on PostgreSQL, no row has the number of this transaction or a higher one
 */
record Scan(
    Database database,
    Connection connection,
    Subject subject,
    Rows rows,
    long xidEnd,
    Runnable release)
    implements AutoCloseable {

  /** So that texts do not depend on how the server or the user is set up, and nothing is cut. */
  private static final String SESSION =
      """
      SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
             set_config('IntervalStyle', 'iso_8601', true),
             set_config('extra_float_digits', '1', true),
             set_config('synchronize_seqscans', 'off', true),
             set_config('statement_timeout', '0', true),
             pg_backend_pid(), txid_snapshot_xmax(txid_current_snapshot())
      """;

  private static final int PID = 7;
  private static final int XID_END = 8;

  /**
   * Begins to read.
   *
   * @param scanning where the server's session is noted while it reads
   */
  static Scan open(
      Database database,
      Subject subject,
      List<Sql> conditions,
      int fetchSize,
      Set<Integer> scanning)
      throws ConnectorException {
    Connection connection = database.connection();
    try (var _ = database.interruptible(connection)) {
      Sql select = subject.select(conditions);
      return database.kind() == DriverKind.POSTGRESQL
          ? postgres(database, connection, subject, select, scanning)
          : other(database, connection, subject, select, fetchSize);
    } catch (SQLException failure) {
      database.discard(connection);
      throw SqlFailure.reading("Reading " + subject.name(), failure);
    } catch (RuntimeException | Error fault) {
      database.discard(connection);
      throw fault;
    }
  }

  private static Scan postgres(
      Database database, Connection connection, Subject subject, Sql select, Set<Integer> scanning)
      throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    int pid;
    long xidEnd;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSION)) {
      row.next();
      pid = row.getInt(PID);
      xidEnd = row.getLong(XID_END);
    }
    scanning.add(pid);
    try {
      return new Scan(
          database,
          connection,
          subject,
          PostgresRows.open(database, connection, select.text(), subject.shapes()),
          xidEnd,
          () -> scanning.remove(pid));
    } catch (SQLException failure) {
      scanning.remove(pid);
      throw failure;
    }
  }

  private static Scan other(
      Database database, Connection connection, Subject subject, Sql select, int fetchSize)
      throws SQLException {
    connection.setAutoCommit(false);
    PreparedStatement statement =
        connection.prepareStatement(
            select.text(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    // MySQL's driver reads everything into memory unless it is told this very number.
    boolean isMySql = connection.getMetaData().getDriverName().startsWith("MySQL Connector");
    statement.setFetchSize(isMySql ? Integer.MIN_VALUE : fetchSize);
    for (int i = 0; i < select.parameters().size(); i++) {
      select.parameters().get(i).set(statement, i + 1, database.kind());
    }
    return new Scan(
        database,
        connection,
        subject,
        ResultSetRows.open(database, connection, statement, subject.shapes()),
        0,
        () -> {});
  }

  /** While the result is open, an interrupt of this thread ends the scan. */
  InterruptWatch.Guard interruptible() {
    return database.interruptible(connection);
  }

  /** The order columns of the current row. */
  String key() throws SQLException {
    List<String> texts = new ArrayList<>(subject.order().size());
    for (int i = 0; i < subject.order().size(); i++) {
      texts.add(rows.text(subject.orderBegins() + i));
    }
    return Texts.join(texts);
  }

  /** The number of the transaction that wrote the current row, in 64 bits. */
  long transaction() {
    return Xids.widen(((PostgresRows) rows).unsigned(subject.transaction()), xidEnd);
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      release.run();
    }
  }
}
