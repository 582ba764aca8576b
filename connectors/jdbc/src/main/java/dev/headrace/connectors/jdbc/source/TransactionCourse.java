package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.source.transaction.OpenTransactions;
import dev.headrace.connectors.jdbc.source.transaction.PostgresTransactions;
import dev.headrace.connectors.jdbc.source.transaction.Transactions;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New and changed rows of a table of PostgreSQL, each once, in whatever order their transactions
 * commit. One thread.
 *
 * <p>Each row carries the number of the transaction that wrote it. A scan delivers the rows whose
 * transactions have finished since the scan before; others wait for a later one, however small
 * their numbers or times are. So that a scan need not go through the whole table, it begins at the
 * <em>floor</em>, which rises to the highest row that was there at some time when all transactions
 * have ended that were open at that time: what begins later writes higher rows.
 *
 * <p>While old transactions keep the floor low, the rows between it and the <em>split</em> are
 * looked at seldom, and those behind it at each poll.
 */
final class TransactionCourse implements Course {

  private static final Logger log = LoggerFactory.getLogger(TransactionCourse.class);

  /** So many ranges of open transactions fit into a position. */
  private static final int MOST_RANGES = 400;

  /** The segments of a scan: up to the split, behind it, or both when no split parts them. */
  private static final int LOW = 0;

  private static final int HIGH = 1;
  private static final int WHOLE = 2;

  private final PostgresTransactions server;
  private final FloorSearch floors;
  private final TransactionFilter filter;
  private final Run run;
  private final Rescans rescans;

  private JdbcPosition position;
  private Transactions low;
  private Transactions high;
  private Transactions target;

  /** What the scan under way leaves out. */
  private Transactions known = Transactions.NONE;

  /** The floor after the scan under way; empty when it stays. */
  private Optional<String> risingTo = Optional.empty();

  /** Whether the part under way ends where another begins. */
  private boolean ends;

  private boolean originChecked;
  private boolean looked;

  TransactionCourse(
      PostgresTransactions server,
      FloorSearch floors,
      TransactionFilter filter,
      Run run,
      JdbcPosition position) {
    this.server = server;
    this.floors = floors;
    this.filter = filter;
    this.run = run;
    this.rescans = new Rescans();
    this.position = position;
    this.low = Transactions.parse(position.low());
    this.high = Transactions.parse(position.high());
    this.target = Transactions.parse(position.target());
  }

  @Override
  public Step next(Subject subject) throws ConnectorException {
    if (position.complete()) {
      return new Step.End();
    }
    checkOrigin(subject);
    ends = subject.end().isPresent();
    if (!isScanning()) {
      Optional<Step> instead = begin(subject);
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    rescans.begins(position.segment() != HIGH);
    known = position.segment() == HIGH ? high : low;
    return new Step.Read(
        filter.conditions(
            subject,
            position.segment() == HIGH ? Optional.empty() : position.floor(),
            split(subject),
            position.at(),
            known));
  }

  private Optional<Sql> split(Subject subject) {
    return position
        .split()
        .filter(_ -> position.segment() != WHOLE)
        .map(text -> filter.split(subject, position.segment() == LOW ? "<=" : ">", text));
  }

  /** Begins a scan, unless something else is to be done. */
  private Optional<Step> begin(Subject subject) throws ConnectorException {
    if (run.isOnce() && looked) {
      return Optional.of(new Step.End());
    }
    if (run.rest().isPositive()) {
      return Optional.of(new Step.Rest(run.rest()));
    }
    run.looks();
    looked = true;
    risingTo = floors.settled(subject, position.floor());
    OpenTransactions open = server.open(high);
    Transactions next = high.advance(open, MOST_RANGES);
    if (next.equals(high) && low.equals(high)) {
      rise();
      return Optional.of(new Step.Again());
    }
    boolean everything = run.isOnce() || risingTo.isPresent() || rescans.isDue();
    target = next;
    if (low.equals(high) && !everything) {
      position = position.withSplit(floors.highest());
    }
    position = position.withSegment(segment(everything));
    keepPosition();
    return Optional.empty();
  }

  private int segment(boolean everything) {
    if (low.equals(high) && (everything || floors.highest().isEmpty())) {
      return WHOLE;
    }
    return everything ? LOW : HIGH;
  }

  private boolean isScanning() {
    return !target.equals(Transactions.NONE);
  }

  @Override
  public Verdict verdict(Scan scan) throws SQLException {
    long transaction = scan.transaction();
    return target.contains(transaction) && !known.contains(transaction)
        ? Verdict.DELIVER
        : Verdict.PASS;
  }

  @Override
  public void scanned() throws ConnectorException {
    rescans.ended(position.segment() != HIGH);
    switch (position.segment()) {
      case LOW -> {
        low = target;
        position = position.withSegment(HIGH);
      }
      case HIGH -> {
        high = target;
        target = Transactions.NONE;
      }
      default -> {
        low = target;
        high = target;
        target = Transactions.NONE;
      }
    }
    position = position.withAt(Optional.empty());
    if (!isScanning() && low.equals(high)) {
      rise();
    }
    keepPosition();
  }

  /** All that could appear up to the new floor is delivered. */
  private void rise() {
    if (risingTo.isPresent()) {
      position = position.withFloor(risingTo);
      risingTo = Optional.empty();
      floors.risen();
      if (ends) {
        position = position.completed(run.now().toEpochMilli());
      }
    }
  }

  @Override
  public JdbcPosition within(Scan scan) throws SQLException {
    position = position.withAt(Optional.of(scan.key()));
    return position;
  }

  @Override
  public JdbcPosition between() {
    return position;
  }

  private void keepPosition() {
    position = position.withTransactions(low.text(), high.text(), target.text());
  }

  /**
   * Numbers of transactions mean nothing to another server, or after a standby took over that had
   * not got everything: what is above the floor is then delivered again, rather than lost.
   */
  private void checkOrigin(Subject subject) throws ConnectorException {
    if (originChecked) {
      return;
    }
    String origin = server.origin();
    if (!position.origin().isEmpty() && !position.origin().equals(origin)) {
      log.warn(
          "{} is now on another server, or on one that took over: its latest rows come again",
          subject.name());
      low = Transactions.NONE;
      high = Transactions.NONE;
      target = Transactions.NONE;
      position = position.withAt(Optional.empty());
      keepPosition();
    }
    position = position.withOrigin(origin);
    originChecked = true;
  }
}
