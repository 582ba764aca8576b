package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Looks tables up in a database. */
@FunctionalInterface
interface Catalog {

  /**
   * The table of this name as it is now; without a schema, where the connection looks for it. Empty
   * when there is none.
   */
  Optional<Table> find(Connection connection, TableName name) throws SQLException;
}
