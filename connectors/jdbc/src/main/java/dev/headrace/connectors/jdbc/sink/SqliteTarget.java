package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** SQLite: one writer, and with its write-ahead log readers beside it. */
record SqliteTarget(Dialect dialect) implements Target {

  @Override
  public Catalog catalog() {
    return new MetadataCatalog();
  }

  @Override
  public void opened(Connection connection, JdbcSinkSettings settings) throws SQLException {
    Target.run(connection, "PRAGMA busy_timeout = " + settings.lockTimeout().toMillis());
    if (!settings.connection().driver().containsKey("journal_mode")) {
      Target.run(connection, "PRAGMA journal_mode = WAL");
    }
    if (!settings.connection().driver().containsKey("synchronous")) {
      Target.run(connection, "PRAGMA synchronous = FULL");
    }
  }

  /** There is no such statement; a column takes values of any type. */
  @Override
  public Optional<String> dropNotNull(TableName table, String column) {
    return Optional.empty();
  }

  @Override
  public Rows rows(Connection connection, Layout layout, int number, int batchSize)
      throws SQLException {
    Statements statements = new Statements(layout, _ -> "?");
    Storing stores =
        switch (layout.mode()) {
          case INSERT -> Storing.inserts(connection, statements);
          case UPSERT ->
              Storing.each(connection, statements.insertOnConflict(), Storing.allCells(layout));
          case UPDATE -> Storing.updates(connection, statements);
        };
    return new BatchRows(
        layout, SqliteBinding::of, stores, Storing.deletes(connection, statements), batchSize);
  }
}
