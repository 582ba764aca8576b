package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * New and changed rows where the database does not tell which transactions are open: a row may
 * appear below others for as long as the overlap lasts, and not later. One thread.
 *
 * <p>Rows up to where they reached an overlap ago are <em>settled</em>: they are delivered in their
 * order, and the floor follows. Rows above are delivered early, as long as they can be remembered;
 * so a quiet table is read without delay, and a busy one is read late rather than wrong.
 */
final class OverlapCourse implements Course {

  private final Comparisons comparisons;
  private final Highest highest;
  private final Run run;
  private final Duration overlap;
  private final Recent recent;

  private JdbcPosition position;
  private Phase phase = Phase.IDLE;
  private Optional<Recent.Mark> settling = Optional.empty();
  private Optional<String> top = Optional.empty();

  /** The key of the last row of which it was told that it is settled; empty for the floor's. */
  private Optional<String> settledUpTo = Optional.empty();

  /** Whether rows were left for later since they could not be remembered. */
  private boolean leftSome;

  private boolean looked;

  /** Whether what is being settled is all that a part of a table will ever have. */
  private boolean finishing;

  private enum Phase {
    IDLE,
    /** Reads what is settled. */
    SETTLED,
    /** Reads what is above. */
    EARLY
  }

  OverlapCourse(
      Comparisons comparisons, Highest highest, Run run, Duration overlap, JdbcPosition position) {
    this.comparisons = comparisons;
    this.highest = highest;
    this.run = run;
    this.overlap = overlap;
    this.position = position;
    this.recent = Recent.parse(position.recent(), position.marks());
  }

  @Override
  public Step next(Subject subject) throws ConnectorException {
    if (position.complete()) {
      return new Step.End();
    }
    if (phase == Phase.IDLE) {
      Optional<Step> instead = begin(subject);
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    return new Step.Read(conditions(subject));
  }

  private Optional<Step> begin(Subject subject) throws ConnectorException {
    if (run.isOnce() && looked && !leftSome) {
      return Optional.of(new Step.End());
    }
    if (run.rest().isPositive()) {
      return Optional.of(new Step.Rest(run.rest()));
    }
    run.looks();
    looked = true;
    leftSome = false;
    long now = run.now().toEpochMilli();
    top = subject.end().isPresent() ? subject.end() : highest.of(subject);
    top.ifPresent(reached -> recent.mark(now, reached, overlap.toMillis()));
    settling = recent.settled(now - overlap.toMillis());
    finishing = subject.end().isPresent() && settling.isPresent();
    if (top.isEmpty()) {
      return Optional.of(new Step.Again());
    }
    phase = settling.isPresent() ? Phase.SETTLED : Phase.EARLY;
    return Optional.empty();
  }

  private List<Sql> conditions(Subject subject) {
    OrderColumn first = subject.order().getFirst();
    List<Sql> conditions = new ArrayList<>();
    conditions.add(
        position
            .floor()
            .map(key -> comparisons.behind(subject.order(), Texts.split(key)))
            .orElseGet(() -> Sql.of(first.expression() + " IS NOT NULL")));
    if (phase == Phase.SETTLED) {
      conditions.add(comparisons.compare(first, "<=", settling.orElseThrow().top()));
    } else {
      settling.ifPresent(mark -> conditions.add(comparisons.compare(first, ">", mark.top())));
      conditions.add(comparisons.compare(first, "<=", top.orElseThrow()));
    }
    return conditions;
  }

  @Override
  public Verdict verdict(Scan scan) throws SQLException {
    String key = scan.key();
    if (phase == Phase.SETTLED) {
      settledUpTo = Optional.of(key);
      return !recent.isEmpty() && recent.contains(Recent.hash(key))
          ? Verdict.PASS
          : Verdict.DELIVER;
    }
    long hash = Recent.hash(key);
    if (recent.contains(hash)) {
      return Verdict.PASS;
    }
    if (!recent.hasRoom()) {
      leftSome = true;
      return Verdict.STOP;
    }
    recent.add(hash);
    return Verdict.DELIVER;
  }

  @Override
  public void scanned() {
    if (phase == Phase.SETTLED) {
      recent.settle(settling.orElseThrow());
      boolean isAll = settling.map(Recent.Mark::top).equals(top);
      phase = isAll ? Phase.IDLE : Phase.EARLY;
      if (finishing) {
        position = between().completed(run.now().toEpochMilli());
      }
    } else {
      phase = Phase.IDLE;
    }
    if (leftSome) {
      run.looksWithin(overlap.dividedBy(Recent.MARKS));
    }
  }

  @Override
  public JdbcPosition within(Scan scan) {
    return between();
  }

  @Override
  public JdbcPosition between() {
    position =
        position
            .withFloor(settledUpTo.or(position::floor))
            .withRecent(recent.deliveredText(), recent.marksText());
    return position;
  }
}
