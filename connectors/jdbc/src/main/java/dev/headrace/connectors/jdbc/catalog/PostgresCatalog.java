package dev.headrace.connectors.jdbc.catalog;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import dev.headrace.connectors.jdbc.types.Shape;
import dev.headrace.connectors.jdbc.types.SqlType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The catalog of PostgreSQL, which tells types as they were declared. */
record PostgresCatalog(Database database, Dialect dialect) implements Catalog {

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, c.relkind IN ('r', 'p'),
             has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'),
             (SELECT coalesce(sum(greatest(part.reltuples, 0)), 0)::bigint FROM pg_class part
              WHERE part.oid = c.oid OR part.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND c.relpersistence <> 't' AND n.nspname <> 'information_schema'
        AND n.nspname !~ '^pg_(catalog|toast|temp_)'
      ORDER BY 1, 2
      """;

  private static final String COLUMNS =
      """
      WITH RECURSIVE base AS (
        SELECT a.attnum, a.atttypid AS type, a.atttypmod AS modifier, 0 AS depth
        FROM pg_attribute a
        WHERE a.attrelid = CAST(:table AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT base.attnum, t.typbasetype, t.typtypmod, depth + 1
        FROM base JOIN pg_type t ON t.oid = base.type AND t.typtype = 'd')
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.type, b.modifier),
             t.typtype = 'd', NOT (a.attnotnull OR t.typnotnull)
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN LATERAL (SELECT type, modifier FROM base WHERE base.attnum = a.attnum
                    ORDER BY depth DESC LIMIT 1) b ON true
      WHERE a.attrelid = CAST(:table AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private static final String PRIMARY_KEY =
      """
      SELECT a.attname
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = CAST(:table AS regclass) AND i.indisprimary AND k.place <= i.indnkeyatts
      ORDER BY k.place
      """;

  @Override
  public List<TableEntry> tables() throws ConnectorException {
    return list(
        TABLES,
        Optional.empty(),
        (row, _) ->
            new TableEntry(
                TableName.of(row.getString(1), row.getString(2)),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getLong(5)));
  }

  @Override
  public Optional<String> currentSchema() throws ConnectorException {
    return list("SELECT current_schema()", Optional.empty(), (row, _) -> textOf(row)).getFirst();
  }

  private static Optional<String> textOf(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString(1));
  }

  @Override
  public Optional<Table> table(TableName name) throws ConnectorException {
    Optional<String> quoted = Optional.of(dialect.quote(name));
    boolean exists =
        list("SELECT to_regclass(:table) IS NOT NULL", quoted, (row, _) -> row.getBoolean(1))
            .getFirst();
    if (!exists) {
      return Optional.empty();
    }
    List<Column> columns = list(COLUMNS, quoted, (row, _) -> column(row));
    return Optional.of(new Table(columns, list(PRIMARY_KEY, quoted, (row, _) -> row.getString(1))));
  }

  private Column column(ResultSet row) throws SQLException {
    String declared = row.getString(2);
    String base = row.getString(3);
    return column(
        row.getString(1),
        new SqlType(
            dialect.name(), declared, row.getBoolean(4) ? Optional.of(base) : Optional.empty()),
        base,
        row.getBoolean(5));
  }

  private Column column(String name, SqlType type, String base, boolean nullable) {
    String quoted = dialect.quote(name);
    Optional<Shape> shape = PostgresTypes.shape(base);
    return new Column(
        name,
        type,
        shape.orElseGet(() -> PostgresTypes.textShape(base)),
        shape.isPresent() ? quoted : PostgresTypes.textExpression(base, quoted),
        nullable);
  }

  @Override
  public Table query(String query) throws ConnectorException {
    try (Connection connection = database.connection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM (" + query + "\n) q LIMIT 0");
        var _ = database.interruptible(connection)) {
      ResultSetMetaData data = statement.getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        String declared = declared(connection, data, i);
        columns.add(
            column(data.getColumnLabel(i), new SqlType(dialect.name(), declared), declared, true));
      }
      return new Table(columns, List.of());
    } catch (SQLException failure) {
      throw SqlFailure.reading("Asking what `query` gives", failure);
    }
  }

  /** The type of a column of a query, as far as the driver tells. */
  private static String declared(Connection connection, ResultSetMetaData data, int column)
      throws SQLException {
    String name = data.getColumnTypeName(column);
    int precision = data.getPrecision(column);
    switch (name) {
      case "numeric" -> {
        return precision > 0
            ? "numeric(" + precision + "," + data.getScale(column) + ")"
            : "numeric";
      }
      case "bpchar" -> {
        return "character(" + precision + ")";
      }
      case "bit" -> {
        return "bit varying";
      }
      // So the driver calls columns with a sequence.
      case "smallserial" -> {
        return "smallint";
      }
      case "serial" -> {
        return "integer";
      }
      case "bigserial" -> {
        return "bigint";
      }
      default -> {}
    }
    String regtype = name.contains("\"") || name.equals("char") ? name : '"' + name + '"';
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT format_type(coalesce(to_regtype(?), to_regtype(?)), NULL)")) {
      statement.setString(1, regtype);
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getString(1) != null ? row.getString(1) : name;
      }
    }
  }

  private <T> List<T> list(String sql, Optional<String> table, RowMapper<T> mapper)
      throws ConnectorException {
    return database.ask(
        "Asking the catalog",
        handle -> {
          Query query = handle.createQuery(sql);
          table.ifPresent(name -> query.bind("table", name));
          return query.map(mapper).list();
        });
  }
}
