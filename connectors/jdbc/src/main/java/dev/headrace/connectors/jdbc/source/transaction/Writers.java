package dev.headrace.connectors.jdbc.source.transaction;

import dev.headrace.connector.ConnectorException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Waits until all transactions have ended that were open at one time. One that was prepared for a
 * commit in two phases since then has changed its name, so when all names are gone, those that are
 * prepared then are waited for as well. One thread.
 */
public final class Writers {

  private final PostgresTransactions transactions;
  private final Set<String> waitedFor;
  private boolean preparedAreIn;

  private Writers(PostgresTransactions transactions, Set<String> waitedFor) {
    this.transactions = transactions;
    this.waitedFor = waitedFor;
  }

  /** Those that are open now. */
  public static Writers now(PostgresTransactions transactions, Collection<Integer> readers)
      throws ConnectorException {
    return new Writers(transactions, new HashSet<>(transactions.writers(readers)));
  }

  /** Whether all have ended. */
  public boolean haveEnded(Collection<Integer> readers) throws ConnectorException {
    if (!waitedFor.isEmpty()) {
      waitedFor.retainAll(transactions.writers(readers));
    }
    if (waitedFor.isEmpty() && !preparedAreIn) {
      preparedAreIn = true;
      waitedFor.addAll(transactions.prepared());
    }
    return waitedFor.isEmpty();
  }
}
