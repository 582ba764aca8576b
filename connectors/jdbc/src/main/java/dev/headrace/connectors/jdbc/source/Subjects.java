package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connector.config.Nearest;
import dev.headrace.connectors.jdbc.catalog.Catalog;
import dev.headrace.connectors.jdbc.catalog.Column;
import dev.headrace.connectors.jdbc.catalog.Table;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks up what a source partition reads, anew each time, and says what the settings have wrong
 * about it. While the catalog says the same, the layout is the same object. One thread.
 */
final class Subjects {

  private final JdbcSourceSettings settings;
  private final Database database;
  private final Dialect dialect;
  private final Catalog catalog;
  private final Target target;
  private Optional<Layout> layout = Optional.empty();

  /**
   * What is looked up.
   *
   * @param part names it
   * @param table empty for the query
   * @param named whether the user named the table, so that it must be there
   * @param transactional whether rows are read by transactions
   */
  record Target(
      TablePart part,
      Optional<TableName> table,
      boolean named,
      boolean transactional,
      Optional<String> ownSchema) {}

  Subjects(JdbcSourceSettings settings, Database database, Dialect dialect, Target target) {
    this.settings = settings;
    this.database = database;
    this.dialect = dialect;
    this.catalog = Catalog.of(database, dialect);
    this.target = target;
  }

  /** What is there now; empty when the table is gone and nobody named it. */
  Optional<Subject> now() throws ConnectorException {
    Optional<Table> found =
        target.table().isPresent()
            ? catalog.table(target.table().get())
            : Optional.of(catalog.query(settings.query().orElseThrow()));
    if (found.isEmpty() && target.named()) {
      throw wrong(
          "jdbc.no-table",
          "The table " + target.table().orElseThrow() + " does not exist any more.",
          "Create it again, or take it out of `tables`.");
    }
    return found.isPresent() ? Optional.of(subject(found.get())) : Optional.empty();
  }

  private Subject subject(Table table) throws ConnectorException {
    List<String> key = keyColumns(table);
    Order order = new Order(name(), target.table().isPresent(), database.kind(), dialect);
    List<OrderColumn> columns = order.of(settings.mode(), table, key);
    List<Column> read = new ArrayList<>();
    for (Column column : table.columns()) {
      read.add(isText(column) ? column.asText(textOf(column)) : column);
    }
    Layout current = layout(read, key, order.time(settings.mode(), table).map(Column::name));
    PartBounds bounds = PartBounds.of(target.part());
    return new Subject(
        name(),
        target
            .table()
            .map(dialect::quote)
            .orElseGet(() -> "(" + settings.query().orElseThrow() + "\n) q"),
        current,
        columns,
        bounds.within(columns, new Comparisons(database.kind())),
        bounds.end(),
        target.transactional(),
        topic());
  }

  private Layout layout(List<Column> read, List<String> key, Optional<String> time) {
    Layout fresh = Layout.of(target.table().map(TableName::name).orElse("query"), read, key, time);
    if (layout.filter(former -> former.isLike(fresh)).isEmpty()) {
      layout = Optional.of(fresh);
    }
    return layout.orElseThrow();
  }

  private String name() {
    return target.table().map(table -> "the table " + table).orElse("the query");
  }

  private Optional<String> topic() {
    return settings.topicPrefix().isPresent() && target.table().isPresent()
        ? Optional.of(
            Topics.of(settings.topicPrefix().get(), target.table().get(), target.ownSchema()))
        : Optional.empty();
  }

  private List<String> keyColumns(Table table) throws ConnectorException {
    if (settings.keyColumns().isEmpty()) {
      return table.primaryKey();
    }
    List<String> columns = new ArrayList<>();
    for (String name : settings.keyColumns().get()) {
      columns.add(
          table
              .column(name.strip())
              .orElseThrow(() -> noColumn("key.columns", name.strip(), name(), table))
              .name());
    }
    return columns;
  }

  private boolean isText(Column column) {
    return settings.textColumns().orElse(List.of()).stream()
        .map(String::strip)
        .anyMatch(
            text ->
                text.equalsIgnoreCase(column.name())
                    || target
                        .table()
                        .filter(
                            table ->
                                text.equalsIgnoreCase(table.name() + "." + column.name())
                                    || text.equalsIgnoreCase(table + "." + column.name()))
                        .isPresent());
  }

  private String textOf(Column column) {
    String quoted = dialect.quote(column.name());
    return switch (database.kind()) {
      case POSTGRESQL -> "(" + quoted + "::text)";
      case SQLITE -> "CAST(" + quoted + " AS TEXT)";
      case H2, OTHER -> "CAST(" + quoted + " AS VARCHAR)";
    };
  }

  static ConnectorException noColumn(String key, String name, String where, Table table) {
    return wrong(
        "jdbc.no-column",
        "There is no column " + name + " in " + where + ", which `" + key + "` names.",
        Nearest.to(name, table.columnNames())
            .map(nearest -> "Did you mean `" + nearest + "`?")
            .orElseGet(() -> "The columns are: " + String.join(", ", table.columnNames()) + "."));
  }

  static ConnectorException wrong(String code, String what, String next) {
    return ConnectorException.wrongConfiguration(new Reason(code, what, next));
  }
}
