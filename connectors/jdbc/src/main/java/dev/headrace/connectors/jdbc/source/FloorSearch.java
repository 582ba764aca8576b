package dev.headrace.connectors.jdbc.source;

import dev.headrace.connector.ConnectorException;
import dev.headrace.connectors.jdbc.source.transaction.PostgresTransactions;
import dev.headrace.connectors.jdbc.source.transaction.Writers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Finds how far the floor may rise: to the highest row that there was at some time, once all
 * transactions have ended that were open then. One thread.
 *
 * @see TransactionCourse
 */
final class FloorSearch {

  private final PostgresTransactions server;
  private final Highest highest;
  private final Collection<Integer> readers;
  private final Run run;
  private final Duration overlap;

  private Optional<Candidate> candidate = Optional.empty();
  private Optional<String> lastHighest = Optional.empty();

  /** A floor to be, and what must end before. */
  private record Candidate(String floor, Writers writers, Instant since) {}

  /**
   * @param readers the server's sessions that only read for this connector
   * @param overlap how long to wait at least, for clocks that differ and numbers that are cached
   */
  FloorSearch(
      PostgresTransactions server,
      Highest highest,
      Collection<Integer> readers,
      Run run,
      Duration overlap) {
    this.server = server;
    this.highest = highest;
    this.readers = readers;
    this.run = run;
    this.overlap = overlap;
  }

  /**
   * The floor once everything is scanned that has finished by now; empty when it must stay.
   *
   * @param floor the present one
   */
  Optional<String> settled(Subject subject, Optional<String> floor) throws ConnectorException {
    if (candidate.isEmpty()) {
      Optional<String> top = subject.end().isPresent() ? subject.end() : highest.of(subject);
      lastHighest = top;
      if (top.isEmpty() || top.equals(floor)) {
        return Optional.empty();
      }
      candidate = Optional.of(new Candidate(top.get(), Writers.now(server, readers), run.now()));
    }
    boolean longEnough = !run.now().isBefore(candidate.get().since().plus(overlap));
    return longEnough && candidate.get().writers().haveEnded(readers)
        ? Optional.of(candidate.get().floor())
        : Optional.empty();
  }

  /** The candidate has become the floor. */
  void risen() {
    candidate = Optional.empty();
  }

  /** The highest row that was seen when it was asked for last. */
  Optional<String> highest() {
    return lastHighest;
  }
}
