package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import dev.headrace.connectors.jdbc.types.SqlType;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a driver's metadata tells, for any database. */
record MetadataCatalog(Database database, Dialect dialect) implements Catalog {

  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("information_schema", "sys", "mysql", "performance_schema", "pg_catalog");

  @Override
  public List<TableEntry> tables() throws ConnectorException {
    return database.ask(
        "Asking for the tables",
        handle -> {
          Connection connection = handle.getConnection();
          List<TableEntry> tables = new ArrayList<>();
          try (ResultSet rows =
              connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
            while (rows.next()) {
              entry(rows).ifPresent(tables::add);
            }
          }
          return List.copyOf(tables);
        });
  }

  private static Optional<TableEntry> entry(ResultSet row) throws SQLException {
    Optional<String> schema = Optional.ofNullable(row.getString("TABLE_SCHEM"));
    String type = String.valueOf(row.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
    boolean system =
        schema
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(SYSTEM_SCHEMAS::contains)
            .isPresent();
    boolean stored = type.endsWith("TABLE") && !type.contains("SYSTEM");
    if (system || !(stored || type.endsWith("VIEW"))) {
      return Optional.empty();
    }
    TableName name = new TableName(schema, row.getString("TABLE_NAME"));
    return Optional.of(new TableEntry(name, stored, true, 0));
  }

  @Override
  public Optional<String> currentSchema() throws ConnectorException {
    return database.kind() == DriverKind.SQLITE
        ? Optional.empty()
        : database.ask(
            "Asking for the schema",
            handle -> Optional.ofNullable(handle.getConnection().getSchema()));
  }

  @Override
  public Optional<Table> table(TableName name) throws ConnectorException {
    boolean exists = tables().stream().anyMatch(entry -> entry.name().equals(name));
    if (!exists) {
      return Optional.empty();
    }
    Table columns =
        describe("SELECT * FROM " + dialect.quote(name) + " WHERE 1 = 0", "the table " + name);
    return Optional.of(new Table(columns.columns(), primaryKey(name)));
  }

  private List<String> primaryKey(TableName name) throws ConnectorException {
    return database.ask(
        "Asking for the primary key of " + name,
        handle -> {
          Connection connection = handle.getConnection();
          DatabaseMetaData data = connection.getMetaData();
          TreeMap<Integer, String> columns = new TreeMap<>();
          try (ResultSet rows =
              data.getPrimaryKeys(
                  connection.getCatalog(), name.schema().orElse(null), name.name())) {
            while (rows.next()) {
              columns.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
          }
          return List.copyOf(columns.values());
        });
  }

  @Override
  public Table query(String query) throws ConnectorException {
    return describe("SELECT * FROM (" + query + "\n) q WHERE 1 = 0", "what `query` gives");
  }

  private Table describe(String select, String what) throws ConnectorException {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(select);
        var _ = database.interruptible(connection);
        ResultSet rows = statement.executeQuery()) {
      ResultSetMetaData data = rows.getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        columns.add(column(data, i));
      }
      return new Table(columns, List.of());
    } catch (SQLException failure) {
      throw SqlFailure.reading("Asking for " + what, failure);
    }
  }

  private Column column(ResultSetMetaData data, int i) throws SQLException {
    String name = data.getColumnLabel(i);
    MetadataType type =
        new MetadataType(
            data.getColumnType(i),
            String.valueOf(data.getColumnTypeName(i)),
            data.getPrecision(i),
            data.getScale(i));
    return new Column(
        name,
        new SqlType(dialect.name(), type.declared()),
        database.kind() == DriverKind.SQLITE ? type.sqliteShape() : type.shape(),
        dialect.quote(name),
        data.isNullable(i) != ResultSetMetaData.columnNoNulls);
  }
}
