package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.catalog.Catalog;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.source.transaction.PostgresTransactions;
import java.util.List;
import java.util.Optional;

/**
 * The tables that the settings choose, as they are now.
 *
 * @param transactional whether the database tells which transactions are open
 */
record Targets(List<TableChoice.Chosen> chosen, Optional<String> ownSchema, boolean transactional) {

  static Targets find(JdbcSourceSettings settings, Database database, Dialect dialect)
      throws ConnectorException {
    Catalog catalog = Catalog.of(database, dialect);
    Optional<String> ownSchema = catalog.currentSchema();
    List<TableChoice.Chosen> chosen =
        new TableChoice(catalog.tables(), ownSchema)
            .choose(
                settings.tables().orElse(List.of()), settings.tablesExclude().orElse(List.of()));
    return new Targets(
        chosen,
        ownSchema,
        database.kind() == DriverKind.POSTGRESQL && new PostgresTransactions(database).areTold());
  }

  /** What {@code part} is a part of; empty when that is gone, or chosen no more. */
  Optional<Subjects.Target> target(TablePart part) {
    return chosen.stream()
        .filter(each -> each.entry().name().toString().equals(part.table()))
        .findFirst()
        .map(
            each ->
                new Subjects.Target(
                    part,
                    Optional.of(each.entry().name()),
                    each.named(),
                    transactional && each.entry().stored(),
                    ownSchema));
  }

  static Subjects.Target query(TablePart part) {
    return new Subjects.Target(part, Optional.empty(), true, false, Optional.empty());
  }
}
