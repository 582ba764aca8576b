package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/** Any other database, with what the SQL standard has. */
record OtherTarget(Dialect dialect) implements Target {

  @Override
  public Catalog catalog() {
    return new MetadataCatalog();
  }

  /** How to limit a wait for a lock is each database's own. */
  @Override
  public void opened(Connection connection, JdbcSinkSettings settings) {}

  @Override
  public Rows rows(Connection connection, Layout layout, int number, int batchSize)
      throws SQLException {
    Statements statements = new Statements(layout, _ -> "?");
    Storing stores =
        switch (layout.mode()) {
          case INSERT -> Storing.inserts(connection, statements);
          case UPSERT -> Storing.updateOrInsert(connection, statements);
          case UPDATE -> Storing.updates(connection, statements);
        };
    return new BatchRows(
        layout, TypedBinding::of, stores, Storing.deletes(connection, statements), batchSize);
  }
}
