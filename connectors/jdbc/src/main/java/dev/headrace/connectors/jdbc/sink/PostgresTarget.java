package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import dev.headrace.connectors.jdbc.types.Shapes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.avro.Schema;

/** PostgreSQL: rows by COPY. */
record PostgresTarget(Dialect dialect) implements Target {

  /** Our transactions are much shorter; one that is left behind must not hold its locks. */
  private static final long IDLE_MILLIS = 60_000;

  @Override
  public Catalog catalog() {
    return new PostgresCatalog(dialect);
  }

  /** What is answered as durable must be, so the server may not put commits off. */
  @Override
  public void opened(Connection connection, JdbcSinkSettings settings) throws SQLException {
    Target.run(connection, "SET lock_timeout = " + settings.lockTimeout().toMillis());
    Target.run(connection, "SET idle_in_transaction_session_timeout = " + IDLE_MILLIS);
    Target.run(
        connection,
        "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'");
  }

  /** A constraint that is checked at the commit could not be laid at a row's door. */
  @Override
  public void begun(Connection connection) throws SQLException {
    Target.run(connection, "SET CONSTRAINTS ALL IMMEDIATE");
  }

  @Override
  public void lockForChange(Connection connection, TableName table) throws SQLException {
    String sql = "SELECT pg_advisory_xact_lock(hashtext('headrace'), hashtext(?))";
    try (PreparedStatement lock = connection.prepareStatement(sql)) {
      lock.setString(1, table.toString());
      lock.execute();
    }
  }

  /** A type that is only known where the records come from gives way to the one for its shape. */
  @Override
  public String columnType(Connection connection, Schema schema) throws SQLException {
    String type = dialect.columnType(schema);
    String plain = Shapes.of(schema).map(dialect::type).orElseGet(dialect::nestedType);
    if (type.equals(plain)) {
      return plain;
    }
    try (PreparedStatement query = connection.prepareStatement("SELECT to_regtype(?)")) {
      query.setString(1, withoutModifiers(type));
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getString(1) != null ? type : plain;
      }
    }
  }

  private static String withoutModifiers(String type) {
    return type.replaceAll("\\([0-9, -]*\\)", "");
  }

  @Override
  public Optional<String> widened(String present, String wanted) {
    return Widening.of(present, wanted);
  }

  @Override
  public Rows rows(Connection connection, Layout layout, int number, int batchSize)
      throws SQLException {
    return new CopyRows(connection, layout, number, batchSize);
  }
}
