package dev.headrace.log.broker;

import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Prepared;

/** How the end of a transaction went. */
sealed interface Conclusion {

  /**
   * It has ended, durably and everywhere; with an abort where a commit was wanted and not possible.
   */
  record Done(Completed state) implements Conclusion {}

  /** It will end as it was decided, but only the next start can tell all partitions. */
  record Stuck(Prepared state, String reason) implements Conclusion {}

  /** Nothing was decided: the transaction is open as before. */
  record Refused(String reason) implements Conclusion {}

  /** The disk failed while it was decided; the next start finds out. */
  record Unknown(String reason) implements Conclusion {}
}
