package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connector.Next;
import dev.headrace.connector.Output;
import dev.headrace.connector.SourceReader;
import dev.headrace.connectors.jdbc.connection.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads one table, a part of one, or a query: asks its course what to read, and delivers the rows.
 * Between scans it holds no connection; among the readers of a connector a limited number scans at
 * a time. The catalog is asked before each scan, so a column that is added or dropped is noticed
 * then. One thread at a time.
 */
final class TableReader implements SourceReader<JdbcPosition> {

  /** A table that a pattern had found is there no more; soon it is planned no more. */
  private static final Next GONE = new Next.Idle(Duration.ofSeconds(1));

  private static final Next WAITS_FOR_CONNECTION = new Next.Idle(Duration.ofMillis(50));

  /** After so long a read returns, also when rows pass by that are not delivered. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int ROWS_PER_LOOK_AT_CLOCK = 256;

  /** So often a table may change between a look at the catalog and the query. */
  private static final int MOST_CHANGES = 3;

  private final Subjects subjects;
  private final Databases.Lease lease;
  private final Course course;
  private final Run run;
  private final int fetchSize;

  private Optional<Scan> scan = Optional.empty();
  private Optional<RowRecords> records = Optional.empty();
  private JdbcPosition reported;
  private int changes;

  /** Takes over {@code lease}. */
  TableReader(
      Subjects subjects,
      Databases.Lease lease,
      Course course,
      Run run,
      int fetchSize,
      JdbcPosition position) {
    this.subjects = subjects;
    this.lease = lease;
    this.course = course;
    this.run = run;
    this.fetchSize = fetchSize;
    this.reported = position;
  }

  @Override
  public Next read(Output<JdbcPosition> out) throws ConnectorException {
    if (scan.isEmpty()) {
      Optional<Next> instead = begin(out);
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    Scan reading = scan.orElseThrow();
    try (var _ = reading.interruptible()) {
      return read(reading, out);
    } catch (SQLException failure) {
      throw SqlFailure.reading("Reading " + reading.subject().name(), failure);
    }
  }

  /** Begins a scan, unless there is nothing to scan or no connection for it. */
  private Optional<Next> begin(Output<JdbcPosition> out) throws ConnectorException {
    if (!lease.scans().tryAcquire()) {
      return Optional.of(WAITS_FOR_CONNECTION);
    }
    try {
      Optional<Subject> subject = subjects.now();
      return subject.isPresent()
          ? begin(subject.get(), out)
          : Optional.of(run.isOnce() ? Next.END : GONE);
    } finally {
      if (scan.isEmpty()) {
        lease.scans().release();
      }
    }
  }

  private Optional<Next> begin(Subject subject, Output<JdbcPosition> out)
      throws ConnectorException {
    Course.Step step = course.next(subject);
    if (step instanceof Course.Step.Read(var conditions)) {
      return open(subject, conditions);
    }
    report(course.between(), out);
    return Optional.of(
        switch (step) {
          case Course.Step.Rest(Duration atMost) -> new Next.Idle(atMost);
          case Course.Step.End _ -> Next.END;
          case Course.Step.Again _, Course.Step.Read _ -> Next.MORE;
        });
  }

  private Optional<Next> open(Subject subject, List<Sql> conditions) throws ConnectorException {
    try {
      scan =
          Optional.of(
              Scan.open(lease.database(), subject, conditions, fetchSize, lease.scanning()));
      records = Optional.of(new RowRecords(subject.name(), subject.layout(), subject.topic()));
      changes = 0;
      return Optional.empty();
    } catch (ConnectorException failure) {
      changes++;
      if (changes > MOST_CHANGES || !SqlFailure.isMissingName(failure)) {
        throw failure;
      }
      return Optional.of(Next.MORE);
    }
  }

  private Next read(Scan reading, Output<JdbcPosition> out)
      throws SQLException, ConnectorException {
    RowRecords rows = records.orElseThrow();
    long beganNanos = System.nanoTime();
    for (int count = 1; reading.rows().next(); count++) {
      switch (course.verdict(reading)) {
        case DELIVER -> rows.emit(reading.rows(), out);
        case PASS -> {}
        case STOP -> {
          return scanned(out);
        }
      }
      boolean turnIsOver =
          count % ROWS_PER_LOOK_AT_CLOCK == 0 && System.nanoTime() - beganNanos > TURN_NANOS;
      if (turnIsOver || out.full()) {
        report(course.within(reading), out);
        return Next.MORE;
      }
    }
    return scanned(out);
  }

  private Next scanned(Output<JdbcPosition> out) throws ConnectorException {
    endScan();
    course.scanned();
    report(course.between(), out);
    return course.isOver() ? Next.END : Next.MORE;
  }

  private void report(JdbcPosition position, Output<JdbcPosition> out) {
    if (!position.equals(reported)) {
      out.position(position);
      reported = position;
    }
  }

  private void endScan() {
    if (scan.isPresent()) {
      scan.get().close();
      scan = Optional.empty();
      lease.scans().release();
    }
  }

  @Override
  public void close() {
    try {
      endScan();
    } finally {
      lease.close();
    }
  }
}
