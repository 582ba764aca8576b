package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Guarantee;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.Plan;
import dev.headrace.connector.SourceContext;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.jdbc.connection.Database;
import dev.headrace.connectors.jdbc.connection.DriverKind;
import dev.headrace.connectors.jdbc.dialect.Dialect;
import dev.headrace.connectors.jdbc.source.transaction.PostgresTransactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/** Plans and opens what {@code jdbc-source} reads. May be used from any thread. */
public final class TableReaders {

  private static final Duration TIMES_IN_SQLITE = Duration.ofSeconds(2);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Databases databases = new Databases();

  public TableReaders(InstantSource clock) {
    this.clock = clock;
  }

  /** How often rows are delivered, for users. */
  public static Guarantee guarantee(JdbcSourceSettings settings) {
    return settings.mode() instanceof Mode.Bulk
        ? Guarantee.exactlyOnce(
            "each run delivers every row once, for rows and position are committed in one"
                + " transaction; a table without a primary key is read anew when a run is broken"
                + " off")
        : Guarantee.exactlyOnce(
            "rows and position are committed in one transaction, and rows of transactions that"
                + " commit late are looked for");
  }

  /** The partitions that there are now. */
  public Plan<TablePart> plan(
      JdbcSourceSettings settings, Collection<TablePart> known, SourceContext context)
      throws ConnectorException {
    try (Databases.Lease lease = databases.lease(context.connectorName(), settings)) {
      Database database = lease.database();
      return new Planner(settings, database, Dialect.of(database)).plan(known, context.mode());
    }
  }

  /** Opens a partition at the position that was committed last, or at its beginning. */
  public SourceReader<JdbcPosition> open(
      JdbcSourceSettings settings,
      TablePart part,
      Optional<JdbcPosition> position,
      SourceContext context)
      throws ConnectorException {
    Databases.Lease lease = databases.lease(context.connectorName(), settings);
    boolean opened = false;
    try {
      Dialect dialect = Dialect.of(lease.database());
      Optional<Subjects.Target> target = target(settings, part, lease, dialect);
      if (target.isEmpty()) {
        return new GoneReader();
      }
      SourceReader<JdbcPosition> reader =
          open(settings, target.get(), position, context, lease, dialect);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        lease.close();
      }
    }
  }

  /** Looks for the tables again only when the one wanted was not among those found last. */
  private static Optional<Subjects.Target> target(
      JdbcSourceSettings settings, TablePart part, Databases.Lease lease, Dialect dialect)
      throws ConnectorException {
    if (settings.query().isPresent()) {
      return Optional.of(Targets.query(part));
    }
    Optional<Subjects.Target> seen = lease.targets().flatMap(targets -> targets.target(part));
    if (seen.isPresent()) {
      return seen;
    }
    Targets found = Targets.find(settings, lease.database(), dialect);
    lease.found(found);
    return found.target(part);
  }

  private SourceReader<JdbcPosition> open(
      JdbcSourceSettings settings,
      Subjects.Target target,
      Optional<JdbcPosition> position,
      SourceContext context,
      Databases.Lease lease,
      Dialect dialect)
      throws ConnectorException {
    Subjects subjects = new Subjects(settings, lease.database(), dialect, target);
    Run run = new Run(context.mode(), settings.pollInterval(), clock);
    boolean byTransactions = target.transactional() && !(settings.mode() instanceof Mode.Bulk);
    String label = settings.mode().label() + (byTransactions ? " by transactions" : "");
    JdbcPosition begin = position.orElseGet(() -> JdbcPosition.begin(label));
    if (!begin.course().equals(label)) {
      throw Subjects.wrong(
          "jdbc.other-mode",
          "%s was read as \"%s\" so far, and is to be read as \"%s\"."
              .formatted(target.part().table(), begin.course(), label),
          "Delete the connector's offsets to begin anew, or give the connector another name.");
    }
    Course course =
        byTransactions
            ? transactions(settings, lease, run, begin)
            : other(settings, lease, run, begin);
    return new TableReader(subjects, lease, course, run, settings.fetchSize(), begin);
  }

  private static Course transactions(
      JdbcSourceSettings settings, Databases.Lease lease, Run run, JdbcPosition begin) {
    PostgresTransactions server = new PostgresTransactions(lease.database());
    FloorSearch floors =
        new FloorSearch(
            server,
            new Highest(lease.database(), Optional.of("1 second")),
            lease.scanning(),
            run,
            settings.overlap().orElse(Duration.ZERO));
    return new TransactionCourse(
        server, floors, new TransactionFilter(new Comparisons(DriverKind.POSTGRESQL)), run, begin);
  }

  private static Course other(
      JdbcSourceSettings settings, Databases.Lease lease, Run run, JdbcPosition begin) {
    Comparisons comparisons = new Comparisons(lease.database().kind());
    if (settings.mode() instanceof Mode.Bulk) {
      return new BulkCourse(comparisons, run, settings.pollInterval(), begin);
    }
    return new OverlapCourse(
        comparisons,
        new Highest(lease.database(), Optional.empty()),
        run,
        settings.overlap().orElseGet(() -> overlap(settings.mode(), lease.database().kind())),
        begin);
  }

  /** SQLite has one writer at a time, so numbers rise as they are committed. */
  private static Duration overlap(Mode mode, DriverKind kind) {
    if (kind != DriverKind.SQLITE) {
      return ELSEWHERE;
    }
    return mode instanceof Mode.Incrementing ? Duration.ZERO : TIMES_IN_SQLITE;
  }

  /** Stands for a table that is there no more. */
  private record GoneReader() implements SourceReader<JdbcPosition> {

    @Override
    public Next read(Output<JdbcPosition> out) {
      return Next.END;
    }

    @Override
    public void close() {}
  }
}
