package dev.headrace.connectors.jdbc.source;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything, run by run. A run that was broken off goes on behind its last row. One thread.
 *
 * <p>Where a table is read once, its end is committed with its last rows, and the runtime does not
 * open it again in the same run: so one that is opened at its end is opened for another run, and is
 * read anew however soon.
 */
final class BulkCourse implements Course {

  private final Comparisons comparisons;
  private final Run run;
  private final Duration pollInterval;

  private JdbcPosition position;
  private boolean ranHere;

  BulkCourse(Comparisons comparisons, Run run, Duration pollInterval, JdbcPosition position) {
    this.comparisons = comparisons;
    this.run = run;
    this.pollInterval = pollInterval;
    this.position = position;
  }

  @Override
  public Step next(Subject subject) {
    if (isOver()) {
      return new Step.End();
    }
    if (position.complete()) {
      Instant due = Instant.ofEpochMilli(position.millis()).plus(pollInterval);
      Duration rest = Duration.between(run.now(), due);
      if (!run.isOnce() && rest.isPositive()) {
        return new Step.Rest(rest);
      }
      position = JdbcPosition.begin(position.course());
    }
    return new Step.Read(
        position
            .at()
            .map(key -> List.of(comparisons.behind(subject.order(), Texts.split(key))))
            .orElse(List.of()));
  }

  @Override
  public Verdict verdict(Scan scan) {
    return Verdict.DELIVER;
  }

  @Override
  public void scanned() {
    position = position.completed(run.now().toEpochMilli());
    ranHere = true;
  }

  @Override
  public boolean isOver() {
    return run.isOnce() && ranHere;
  }

  /** Without an order, a run that is broken off begins anew. */
  @Override
  public JdbcPosition within(Scan scan) throws SQLException {
    if (!scan.subject().order().isEmpty()) {
      position = position.withAt(Optional.of(scan.key()));
    }
    return position;
  }

  @Override
  public JdbcPosition between() {
    return position;
  }
}
