package dev.headrace.connectors.jdbc.sink;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Reason;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import dev.headrace.connectors.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of one topic, made and changed as records ask for it and the configuration allows. The
 * writer's thread only.
 */
final class TopicTable {

  private static final Logger log = LoggerFactory.getLogger(TopicTable.class);

  /** How many schemas are kept in mind, so that topics with a few of them in turns are quick. */
  private static final int FITS_KEPT = 16;

  private static final int ATTEMPTS = 3;

  private final TableName name;
  private final Setup setup;
  private final Deque<Fit> fits = new ArrayDeque<>();
  private final Set<String> told = new HashSet<>();
  private Optional<Table> table = Optional.empty();

  /** What all tables of a writer share. */
  record Setup(
      Connection connection,
      Target target,
      JdbcSinkSettings settings,
      NameRules names,
      Evolution evolution,
      Numbers numbers) {}

  /** Commits what was stored so far, with the position: a table is changed outside of that. */
  @FunctionalInterface
  interface Commit {
    void run() throws SQLException, ConnectorException;
  }

  TopicTable(TableName name, Setup setup) {
    this.name = name;
    this.setup = setup;
  }

  /** What there is for the record at hand. No rows may be on their way to the table. */
  Fit fit(Fields fields, Commit commit) throws SQLException, ConnectorException {
    for (Fit known : fits) {
      if (known.serves(fields)) {
        return known;
      }
    }
    if (table.isEmpty()) {
      table = setup.target().catalog().find(setup.connection(), name);
    }
    if (fields.isTombstone() && table.isEmpty()) {
      return new Fit.Nothing();
    }
    Fit fit = newFit(fields.keySchema(), fields.valueSchema(), commit);
    fits.addFirst(fit);
    if (fits.size() > FITS_KEPT) {
      forget(fits.removeLast());
    }
    return fit;
  }

  private Fit newFit(Schema key, Schema value, Commit commit)
      throws SQLException, ConnectorException {
    JdbcSinkSettings settings = setup.settings();
    Columns columns = Columns.of(settings.keyFrom(), settings.keys(), key, value);
    return switch (columns) {
      case Columns.Refused(Reason why) -> new Fit.Unfit(key, value, why);
      case Columns.Of of -> {
        Optional<Reason> problem = setup.names().problem(of.wanted());
        if (problem.isPresent()) {
          yield new Fit.Unfit(key, value, problem.get());
        }
        problem = change(of, commit);
        if (problem.isPresent()) {
          yield new Fit.Unfit(key, value, problem.get());
        }
        Layout layout = layout(of, table.orElseThrow());
        Rows rows =
            setup
                .target()
                .rows(setup.connection(), layout, setup.numbers().next(), settings.batchSize());
        yield new Fit.Ready(key, value, rows, layout.deletes());
      }
    };
  }

  /** Makes the table fit; answers why the database does not let it. */
  private Optional<Reason> change(Columns.Of columns, Commit commit)
      throws SQLException, ConnectorException {
    List<String> missing = missing(columns);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    commit.run();
    fits.forEach(this::forget);
    fits.clear();
    for (int attempt = 1; ; attempt++) {
      setup.target().lockForChange(setup.connection(), name);
      table = setup.target().catalog().find(setup.connection(), name);
      missing = missing(columns);
      try {
        for (String statement : missing) {
          log.info("{}: {}", setup.settings().connection().kind().label(), statement);
          Target.run(setup.connection(), statement);
        }
        table = setup.target().catalog().find(setup.connection(), name);
        setup.connection().commit();
        return Optional.empty();
      } catch (SQLException failure) {
        setup.connection().rollback();
        table = setup.target().catalog().find(setup.connection(), name);
        if (missing(columns).equals(missing) || attempt == ATTEMPTS) {
          return unchanged(failure);
        }
        log.debug("{} was changed by somebody else meanwhile", name, failure);
      }
    }
  }

  private List<String> missing(Columns.Of columns) throws SQLException, ConnectorException {
    return setup.evolution().statements(setup.connection(), name, table, columns);
  }

  /** Such as a table with too many columns: that is about the records. */
  private Optional<Reason> unchanged(SQLException failure) throws SQLException {
    if (SqlFailure.kind(failure) != SqlFailure.Kind.VALUE) {
      throw failure;
    }
    return Optional.of(
        new Reason(
            "jdbc.table-not-changed",
            "The table " + name + " cannot take the record's fields: " + RefusalText.words(failure),
            "Leave fields out where records are written, or set `schema.changes` to ignore."));
  }

  private Layout layout(Columns.Of columns, Table present) {
    List<Cell> cells = new ArrayList<>();
    int keys = 0;
    for (Wanted wanted : columns.wanted()) {
      Optional<Column> column = present.column(wanted.name()).filter(found -> !found.computed());
      if (column.isPresent()) {
        cells.add(new Cell(column.get(), wanted.origin(), wanted.schema()));
        keys += wanted.key() ? 1 : 0;
      } else if (wanted.hasType() && told.add(wanted.name())) {
        log.warn("{}: the field {} has no column, and is left out", name, wanted.name());
      }
    }
    JdbcSinkSettings settings = setup.settings();
    return new Layout(
        setup.target().dialect(),
        present.name(),
        cells,
        keys,
        settings.mode(),
        settings.deleteEnabled());
  }

  private void forget(Fit fit) {
    if (fit instanceof Fit.Ready ready) {
      ready.rows().close();
    }
  }
}
