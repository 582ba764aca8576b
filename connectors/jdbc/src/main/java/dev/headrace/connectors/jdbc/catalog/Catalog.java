package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.List;
import java.util.Optional;

/** Asks a database about its tables. May be used from any thread. */
public interface Catalog {

  /** The catalog of {@code database}. */
  static Catalog of(Database database, Dialect dialect) {
    return switch (database.kind()) {
      case POSTGRESQL -> new PostgresCatalog(database, dialect);
      case SQLITE, H2, OTHER -> new MetadataCatalog(database, dialect);
    };
  }

  /** All tables and views that the user could read, without those of the system itself. */
  List<TableEntry> tables() throws ConnectorException;

  /** The schema that a name without one is in; empty when there are no schemas. */
  Optional<String> currentSchema() throws ConnectorException;

  /** A table; empty when there is none of that name. */
  Optional<Table> table(TableName name) throws ConnectorException;

  /** What {@code query} gives. */
  Table query(String query) throws ConnectorException;
}
