package dev.headrace.log.protocol;

import dev.headrace.log.record.Marker;
import dev.headrace.log.transaction.TransactionState;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Set;

/** States of transactions as the protocol names them. */
final class TransactionStates {

  /** All names that Kafka knows. */
  static final Set<String> NAMES =
      Set.of(
          "Empty",
          "Ongoing",
          "PrepareCommit",
          "PrepareAbort",
          "CompleteCommit",
          "CompleteAbort",
          "Dead",
          "PrepareEpochFence");

  private TransactionStates() {}

  static String name(TransactionState state) {
    return switch (state) {
      case Empty _ -> "Empty";
      case Ongoing _, Ending _ -> "Ongoing";
      case Prepared prepared -> "Prepare" + name(prepared.outcome());
      case Completed completed -> "Complete" + name(completed.outcome());
    };
  }

  private static String name(Marker outcome) {
    return switch (outcome) {
      case COMMIT -> "Commit";
      case ABORT -> "Abort";
    };
  }
}
