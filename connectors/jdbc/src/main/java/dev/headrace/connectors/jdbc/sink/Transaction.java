package dev.headrace.connectors.jdbc.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** The transaction that is open on a connection, with one savepoint at a time. One thread. */
final class Transaction {

  private final Connection connection;
  private final Target target;
  private boolean begun;
  private @Nullable Savepoint savepoint;

  /** Nothing is committed but by {@link #commit}. */
  Transaction(Connection connection, Target target) throws SQLException {
    this.connection = connection;
    this.target = target;
    connection.setAutoCommit(false);
  }

  /** Marks the place that {@link #undo} goes back to, unless one is marked. */
  void savepoint() throws SQLException {
    if (savepoint != null) {
      return;
    }
    if (!begun) {
      begun = true;
      target.begun(connection);
    }
    savepoint = connection.setSavepoint();
  }

  /** Whether nothing was done since the last commit that one would miss. */
  boolean isIdle() {
    return !begun;
  }

  /** Keeps what was done since the savepoint, as part of the transaction. */
  void keep() throws SQLException {
    if (savepoint != null) {
      connection.releaseSavepoint(savepoint);
      savepoint = null;
    }
  }

  /** Undoes what was done since the savepoint; the transaction goes on. */
  void undo() throws SQLException {
    if (savepoint != null) {
      connection.rollback(savepoint);
      keep();
    }
  }

  void commit() throws SQLException {
    connection.commit();
    begun = false;
    savepoint = null;
    target.committed(connection);
  }

  void rollback() throws SQLException {
    connection.rollback();
    begun = false;
    savepoint = null;
  }
}
