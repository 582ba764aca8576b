package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which statements make a table fit for records, as far as the configuration allows. Immutable; may
 * be used from any thread.
 *
 * @param creates whether a table that is not there is made
 */
record Evolution(Target target, boolean creates, SchemaChanges changes) {

  /**
   * The statements that are missing; empty when the table is as fit as it is to become.
   *
   * @param present the table as it is; empty when it is not there
   */
  List<String> statements(
      Connection connection, TableName name, Optional<Table> present, Columns.Of columns)
      throws SQLException, ConnectorException {
    if (present.isEmpty()) {
      return List.of(create(connection, name, columns));
    }
    List<String> statements = new ArrayList<>();
    for (Wanted wanted : columns.wanted()) {
      Optional<Column> column = present.get().column(wanted.name());
      if (column.isPresent()) {
        widen(connection, present.get(), column.get(), wanted).ifPresent(statements::add);
      } else if (wanted.hasType()) {
        add(connection, present.get(), wanted).ifPresent(statements::add);
      }
    }
    if (changes == SchemaChanges.WIDEN) {
      present.get().columns().stream()
          .filter(column -> column.required() && mayBeNull(column, present.get(), columns))
          .flatMap(column -> target.dropNotNull(present.get().name(), column.name()).stream())
          .forEach(statements::add);
    }
    return statements;
  }

  private String create(Connection connection, TableName name, Columns.Of columns)
      throws SQLException, ConnectorException {
    if (!creates) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "jdbc.no-table",
              "There is no table " + name + ".",
              "Create it, correct `table`, or set `create.tables` to true."));
    }
    List<String> parts = new ArrayList<>();
    for (Wanted wanted : columns.wanted()) {
      if (wanted.hasType()) {
        parts.add(definition(connection, wanted) + (wanted.key() ? " NOT NULL" : ""));
      }
    }
    if (columns.keys() > 0) {
      parts.add(
          columns.wanted().subList(0, columns.keys()).stream()
              .map(key -> target.dialect().quote(key.name()))
              .collect(Collectors.joining(", ", "PRIMARY KEY (", ")")));
    }
    return "CREATE TABLE %s (%s)".formatted(target.dialect().quote(name), String.join(", ", parts));
  }

  private Optional<String> add(Connection connection, Table table, Wanted wanted)
      throws SQLException, ConnectorException {
    if (wanted.key()) {
      throw ConnectorException.wrongConfiguration(
          new Reason(
              "jdbc.no-key-column",
              "The table " + table.name() + " has no column " + wanted.name() + " for the key.",
              "Correct `key.columns`, or add the column with a unique index."));
    }
    return switch (changes) {
      case ADD, WIDEN ->
          Optional.of(
              "ALTER TABLE %s ADD COLUMN %s"
                  .formatted(target.dialect().quote(table.name()), definition(connection, wanted)));
      case IGNORE -> Optional.empty();
      case FAIL ->
          throw unfit(
              "The table " + table.name() + " has no column for the field " + wanted.name() + ".");
    };
  }

  private Optional<String> widen(Connection connection, Table table, Column column, Wanted wanted)
      throws SQLException, ConnectorException {
    if (!wanted.hasType() || changes == SchemaChanges.ADD || changes == SchemaChanges.IGNORE) {
      return Optional.empty();
    }
    Optional<String> wider =
        target.widened(column.type(), target.columnType(connection, wanted.schema()));
    if (wider.isPresent() && changes == SchemaChanges.FAIL) {
      throw unfit(
          "The column %s of %s is %s, and values of the field would need %s."
              .formatted(column.name(), table.name(), column.type(), wider.get()));
    }
    return wider.map(type -> target.changeType(table.name(), column.name(), type));
  }

  private String definition(Connection connection, Wanted wanted) throws SQLException {
    return target.dialect().quote(wanted.name())
        + " "
        + target.columnType(connection, wanted.schema());
  }

  /** Whether there are records that give a column, which is none of the key, no value. */
  private static boolean mayBeNull(Column column, Table table, Columns.Of columns) {
    return columns.wanted().stream()
        .filter(wanted -> table.column(wanted.name()).equals(Optional.of(column)))
        .findFirst()
        .map(wanted -> wanted.nullable() && !wanted.key())
        .orElse(true);
  }

  private static ConnectorException unfit(String what) {
    return ConnectorException.wrongConfiguration(
        new Reason(
            "jdbc.schema-changed",
            what,
            "Change the table, or set `schema.changes` to add, widen or ignore."));
  }
}
