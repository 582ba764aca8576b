package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.Inline;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import dev.headrace.connectors.jdbc.connection.ConnectionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings of {@code jdbc-source}. */
public record JdbcSourceSettings(
    @Inline ConnectionSettings connection,
    @Doc(
            "The tables to read: names such as `orders` or `sales.orders`, or patterns such as"
                + " `sales.*`, in which `*` stands for any characters. A pattern means tables"
                + " only; a view is read when it is named. New tables are found while it runs.")
        Optional<List<String>> tables,
    @Doc("Tables that a pattern in `tables` is not to take, as names or patterns.")
        Optional<List<String>> tablesExclude,
    @Doc("A query to read instead of tables: one SELECT.") @NotBlank Optional<String> query,
    @Doc("Which rows are read.") @Default("bulk") Mode mode,
    @Doc(
            "Records go to a topic of this name and the table's behind it (with the schema's"
                + " between, unless it is the user's own). Without it they go to `topic`.")
        @NotBlank
        Optional<String> topicPrefix,
    @Doc("How long to wait from one look for new rows to the next.")
        @Default("5s")
        @Range(from = "10ms", to = "30d")
        Duration pollInterval,
    @Doc("The columns that make the record's key. When not given: the primary key, or none.")
        Optional<List<String>> keyColumns,
    @Doc(
            "How long a transaction may have been open and still have its rows found, in"
                + " `incrementing` and `timestamp`, where the database does not tell what is"
                + " open. PostgreSQL tells it for tables, and there it only widens the window by"
                + " clocks that differ. When not given: 0s for numbers in SQLite, 2s for times in"
                + " SQLite, 0s for tables of PostgreSQL, 10s for all others.")
        @Range(from = "0s", to = "1d")
        Optional<Duration> overlap,
    @Doc("Columns to read as texts, as the database writes them: `column` or `table.column`.")
        Optional<List<String>> textColumns,
    @Doc(
            "A table with more rows than about so many is read in ranges of its key, side by side"
                + " when there are several tasks. 0 reads each table as a whole.")
        @Default("2000000")
        @Range(from = "0", to = "1000000000000")
        long splitRows,
    @Doc("How many rows to fetch at a time, where the driver asks for that; PostgreSQL streams.")
        @Default("2000")
        @Range(from = "1", to = "1000000")
        int fetchSize,
    @Doc("How many connections there may be at a time.")
        @Default("8")
        @Range(from = "2", to = "100")
        int connections)
    implements Checked {

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (tables.isPresent() == query.isPresent()) {
      problems.add(
          new Problem(
              tables.isPresent() ? "config.inconsistent" : "config.missing-key",
              "tables",
              tables.isPresent()
                  ? "Both `tables` and `query` are given."
                  : "Neither `tables` nor `query` is given.",
              "Give one of them."));
    }
    if (tablesExclude.isPresent() && tables.isEmpty()) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "tables.exclude",
              "`tables.exclude` is given without `tables`.",
              "Remove it."));
    }
    query.map(Queries::problem).filter(Optional::isPresent).ifPresent(p -> problems.add(p.get()));
    if (topicPrefix.isPresent() && query.isPresent()) {
      problems.add(
          new Problem(
              "config.inconsistent",
              "topic.prefix",
              "`topic.prefix` is for tables, and a query has no name.",
              "Use `topic`."));
    }
    topicPrefix
        .filter(prefix -> !Topics.isLegal(prefix))
        .ifPresent(
            prefix ->
                problems.add(
                    new Problem(
                        "config.not-allowed",
                        "topic.prefix",
                        "`topic.prefix` is \"" + prefix + "\", which no topic can begin with.",
                        "Use letters, digits, dots, underscores and hyphens.")));
    return problems;
  }
}
