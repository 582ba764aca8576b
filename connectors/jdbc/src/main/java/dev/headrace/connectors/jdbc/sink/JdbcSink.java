package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.Committed;
import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.SinkConnector;
import dev.headrace.connector.SinkContext;
import dev.headrace.connector.SinkWriter;
import dev.headrace.connector.ValueForm;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import java.util.List;

/** Writes records as rows, and in the same transaction how far it has come. */
public final class JdbcSink implements SinkConnector<JdbcSinkSettings> {

  @Override
  public String name() {
    return "jdbc-sink";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public String summary() {
    return "Writes records as rows of tables: inserts, upserts, updates and deletes.";
  }

  @Override
  public Class<JdbcSinkSettings> configuration() {
    return JdbcSinkSettings.class;
  }

  @Override
  public Guarantee guarantee(JdbcSinkSettings settings) {
    return settings.connection().kind() == DriverKind.OTHER
        ? Guarantee.atLeastOnce(
            "rows and position are committed in one transaction, but it is not known whether all"
                + " tables of this database take part in it")
        : Guarantee.exactlyOnce("rows and position are committed in one transaction");
  }

  /**
   * SQLite has one writer at a time. H2 copies a table to change it, and what another transaction
   * has just put into it may not be in the copy.
   */
  @Override
  public int maxTasks(JdbcSinkSettings settings) {
    return switch (settings.connection().kind()) {
      case SQLITE, H2 -> 1;
      case POSTGRESQL, OTHER -> Integer.MAX_VALUE;
    };
  }

  @Override
  public ValueForm valueForm(JdbcSinkSettings settings) {
    return ValueForm.COLUMNS;
  }

  @Override
  public ValueForm keyForm(JdbcSinkSettings settings) {
    return settings.keyFrom() == KeyFrom.KEY ? ValueForm.COLUMNS : ValueForm.AS_STORED;
  }

  @Override
  public SinkWriter open(JdbcSinkSettings settings, List<Committed> committed, SinkContext context)
      throws ConnectorException {
    Database database =
        Database.open(settings.connection(), context.connectorName() + "-" + context.task(), 1);
    try {
      Target target = Target.of(database.kind(), Dialect.of(database));
      return JdbcSinkWriter.open(database, target, settings, committed, context);
    } catch (ConnectorException | RuntimeException | Error failure) {
      database.close();
      throw failure;
    }
  }
}
