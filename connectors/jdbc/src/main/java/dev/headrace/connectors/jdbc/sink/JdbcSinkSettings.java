package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Inline;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connectors.jdbc.connection.ConnectionSettings;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings of {@code jdbc-sink}. */
public record JdbcSinkSettings(
    @Inline ConnectionSettings connection,
    @Doc(
            "The table, such as `orders` or `sales.${topic}`: `${topic}` stands for the topic's"
                + " name, a dot parts schema and table.")
        @Default("${topic}")
        @NotBlank
        String table,
    @Doc(
            "What becomes of a record with a value: `insert` adds a row, `upsert` adds or replaces"
                + " the row of the same key, `update` changes it where it is there.")
        @Default("insert")
        Mode mode,
    @Doc("Whether a tombstone deletes the row of its key; else it is a bad record.")
        @Default("false")
        boolean deleteEnabled,
    @Doc("Where the primary key comes from: the record's key, its value, or its headers.")
        @Default("value")
        KeyFrom keyFrom,
    @Doc(
            "The columns of the primary key. With `key.from = key` they may be left out when the"
                + " key has fields; one name is given to a key without fields.")
        Optional<List<String>> keyColumns,
    @Doc("Whether a table that is not there is made.") @Default("true") boolean createTables,
    @Doc(
            "What becomes of the table when records have fields that do not fit it: `add` adds"
                + " columns; `widen` also widens types and drops NOT NULL; `ignore` leaves fields"
                + " without a column out; `fail` stops the task. Each change is logged.")
        @Default("add")
        SchemaChanges schemaChanges,
    @Doc("The most rows that are sent at a time.")
        @Default("20000")
        @Range(from = "1", to = "1000000")
        int batchSize,
    @Doc("How long to wait for a lock that somebody else holds, before it is tried again later.")
        @Default("10s")
        @Range(from = "100ms", to = "10m")
        Duration lockTimeout,
    @Doc("The table in which the sink keeps how far it has come.")
        @Default("headrace_positions")
        @NotBlank
        String positionsTable)
    implements Checked {

  /** The columns of the primary key that are named; empty for none. */
  List<String> keys() {
    return keyColumns.orElse(List.of());
  }

  TableTemplate tables() {
    return TableTemplate.of(table);
  }

  TableName positions() {
    return TableTemplate.of(positionsTable).forTopic("");
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    TableTemplate.problem(table).ifPresent(what -> problems.add(wrongName("table", table, what)));
    TableTemplate.problem(positionsTable)
        .or(() -> TableTemplate.problemWithoutTopic(positionsTable))
        .ifPresent(what -> problems.add(wrongName("positions.table", positionsTable, what)));
    if (mode != Mode.INSERT && keyFrom != KeyFrom.KEY && keys().isEmpty()) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "key.columns",
              "With `mode = " + name(mode) + "` rows are found by a key, and none is named.",
              "Set `key.columns`, or `key.from` to key."));
    }
    if (deleteEnabled && keyFrom == KeyFrom.VALUE) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "delete.enabled",
              "A tombstone has no value, and `key.from` says that the key comes from it.",
              "Set `key.from` to key or headers."));
    }
    if (deleteEnabled && keyFrom == KeyFrom.HEADERS && keys().isEmpty()) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "key.columns",
              "Tombstones delete rows by their key, and `key.columns` names no header for it.",
              "Set `key.columns`."));
    }
    if (keys().stream().distinct().count() < keys().size()) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "key.columns",
              "`key.columns` names a column twice.",
              "Name each once."));
    }
    return problems;
  }

  private static Problem wrongName(String key, String name, String what) {
    return new Problem(
        "jdbc.table-name",
        key,
        "`" + name + "` is no name of a table: it " + what + ".",
        "Write it as TABLE or SCHEMA.TABLE.");
  }

  private static String name(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
