package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.apache.avro.Schema;

/** What writing to one kind of database takes. Immutable; may be used from any thread. */
interface Target {

  /** The target for a database. */
  static Target of(DriverKind kind, Dialect dialect) {
    return switch (kind) {
      case POSTGRESQL -> new PostgresTarget(dialect);
      case SQLITE -> new SqliteTarget(dialect);
      case H2 -> new H2Target(dialect);
      case OTHER -> new OtherTarget(dialect);
    };
  }

  Dialect dialect();

  Catalog catalog();

  /** Prepares a new connection, which commits each statement by itself. */
  void opened(Connection connection, JdbcSinkSettings settings) throws SQLException;

  /** A transaction that stores rows has begun. */
  default void begun(Connection connection) throws SQLException {}

  /** A transaction was committed: what this database needs for it to be durable. */
  default void committed(Connection connection) throws SQLException {}

  /** Keeps others from changing the table until the transaction ends, where that is possible. */
  default void lockForChange(Connection connection, TableName table) throws SQLException {}

  /** The type of a new column for values of {@code schema}. */
  default String columnType(Connection connection, Schema schema) throws SQLException {
    return dialect().columnType(schema);
  }

  /** The type to change a column to, so that it takes values of {@code wanted} as well. */
  default Optional<String> widened(String present, String wanted) {
    return Optional.empty();
  }

  /** The statement that changes a column's type; only where {@link #widened} answers. */
  default String changeType(TableName table, String column, String type) {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
        .formatted(dialect().quote(table), dialect().quote(column), type);
  }

  /** The statement that lets a column be null; empty where there is none. */
  default Optional<String> dropNotNull(TableName table, String column) {
    return Optional.of(
        "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
            .formatted(dialect().quote(table), dialect().quote(column)));
  }

  /**
   * Nothing so far, to be filled with rows of {@code layout}.
   *
   * @param number another one for each call with the connection
   * @param batchSize the most rows that are kept
   */
  Rows rows(Connection connection, Layout layout, int number, int batchSize) throws SQLException;

  /** Runs a statement as it is. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
