package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** H2, whose statements that change tables end the transaction. */
record H2Target(Dialect dialect) implements Target {

  private static final String JSON = "JSON";
  private static final int ADMIN_RIGHTS_REQUIRED = 90040;

  @Override
  public Catalog catalog() {
    return new MetadataCatalog();
  }

  @Override
  public void opened(Connection connection, JdbcSinkSettings settings) throws SQLException {
    Target.run(connection, "SET LOCK_TIMEOUT " + settings.lockTimeout().toMillis());
  }

  /** H2 writes what was committed a while later, unless an administrator asks for it now. */
  @Override
  public void committed(Connection connection) throws SQLException {
    try {
      Target.run(connection, "CHECKPOINT SYNC");
      connection.commit();
    } catch (SQLException failure) {
      if (failure.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
        throw failure;
      }
    }
  }

  /** Here a decimal without limits has another name. */
  @Override
  public Optional<String> widened(String present, String wanted) {
    return Widening.of(present, wanted).map(type -> type.equals("numeric") ? "DECFLOAT" : type);
  }

  @Override
  public String changeType(TableName table, String column, String type) {
    return "ALTER TABLE %s ALTER COLUMN %s SET DATA TYPE %s"
        .formatted(dialect.quote(table), dialect.quote(column), type);
  }

  @Override
  public Rows rows(Connection connection, Layout layout, int number, int batchSize)
      throws SQLException {
    Statements statements =
        new Statements(layout, cell -> cell.column().type().equals(JSON) ? "? FORMAT JSON" : "?");
    Storing stores =
        switch (layout.mode()) {
          case INSERT -> Storing.inserts(connection, statements);
          case UPSERT ->
              Storing.each(connection, statements.mergeByKey(), Storing.allCells(layout));
          case UPDATE -> Storing.updates(connection, statements);
        };
    return new BatchRows(
        layout, TypedBinding::of, stores, Storing.deletes(connection, statements), batchSize);
  }
}
