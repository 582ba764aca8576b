package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's catalog, which knows types to the last modifier. */
record PostgresCatalog(Dialect dialect) implements Catalog {

  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
             a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', a.attgenerated <> ''
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a
          ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.oid = to_regclass(?)
       ORDER BY a.attnum
      """;

  @Override
  public Optional<Table> find(Connection connection, TableName name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, dialect.quote(name));
      try (ResultSet rows = query.executeQuery()) {
        List<Column> columns = new ArrayList<>();
        Optional<TableName> found = Optional.empty();
        while (rows.next()) {
          found = Optional.of(TableName.of(rows.getString(1), rows.getString(2)));
          String column = rows.getString(3);
          if (column != null) {
            columns.add(
                new Column(column, rows.getString(4), rows.getBoolean(5), rows.getBoolean(6)));
          }
        }
        return found.map(exact -> new Table(exact, columns, false));
      }
    }
  }
}
