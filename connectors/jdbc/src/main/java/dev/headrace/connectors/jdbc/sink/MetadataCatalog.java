package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalog as JDBC shows it. */
record MetadataCatalog() implements Catalog {

  /** What drivers tell of a text without a limit is at least this. */
  private static final int UNLIMITED = 1_000_000_000;

  @Override
  public Optional<Table> find(Connection connection, TableName name) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    boolean ignoresCase =
        !metadata.supportsMixedCaseQuotedIdentifiers() || metadata.storesUpperCaseIdentifiers();
    @Nullable String schema = name.schema().orElse(connection.getSchema());
    Optional<TableName> exact =
        exactName(metadata, connection.getCatalog(), schema, name.name(), ignoresCase);
    if (exact.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = columns(metadata, connection.getCatalog(), exact.get());
    return Optional.of(new Table(exact.get(), columns, ignoresCase));
  }

  /** Spelled like it, or else the only table that differs only in case. */
  private static Optional<TableName> exactName(
      DatabaseMetaData metadata,
      @Nullable String catalog,
      @Nullable String schema,
      String name,
      boolean ignoresCase)
      throws SQLException {
    String wanted = ignoresCase ? "%" : pattern(metadata, name);
    List<TableName> similar = new ArrayList<>();
    try (ResultSet tables =
        metadata.getTables(
            catalog, schema == null ? null : pattern(metadata, schema), wanted, null)) {
      while (tables.next()) {
        TableName found =
            new TableName(
                Optional.ofNullable(tables.getString("TABLE_SCHEM")),
                tables.getString("TABLE_NAME"));
        if (found.name().equals(name)) {
          return Optional.of(found);
        }
        if (found.name().equalsIgnoreCase(name)) {
          similar.add(found);
        }
      }
    }
    return similar.size() == 1 ? Optional.of(similar.getFirst()) : Optional.empty();
  }

  private static List<Column> columns(
      DatabaseMetaData metadata, @Nullable String catalog, TableName table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    @Nullable String schema = table.schema().orElse(null);
    try (ResultSet rows =
        metadata.getColumns(
            catalog,
            schema == null ? null : pattern(metadata, schema),
            pattern(metadata, table.name()),
            null)) {
      while (rows.next()) {
        columns.add(column(rows));
      }
    }
    return columns;
  }

  private static Column column(ResultSet row) throws SQLException {
    boolean notNull = row.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls;
    boolean filled =
        row.getString("COLUMN_DEF") != null || "YES".equals(row.getString("IS_AUTOINCREMENT"));
    return new Column(
        row.getString("COLUMN_NAME"),
        type(row),
        notNull && !filled,
        "YES".equals(row.getString("IS_GENERATEDCOLUMN")));
  }

  /** With length, or precision and scale, where they matter. */
  private static String type(ResultSet row) throws SQLException {
    String name = row.getString("TYPE_NAME");
    int size = row.getInt("COLUMN_SIZE");
    if (name.contains("(") || size >= UNLIMITED) {
      return name;
    }
    return switch (row.getInt("DATA_TYPE")) {
      case Types.NUMERIC, Types.DECIMAL ->
          name + "(" + size + "," + row.getInt("DECIMAL_DIGITS") + ")";
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.VARBINARY ->
          name + "(" + size + ")";
      default -> name;
    };
  }

  /** A name as a pattern that only it matches. */
  private static String pattern(DatabaseMetaData metadata, String name) throws SQLException {
    String escape = metadata.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }
}
