package dev.headrace.log.transaction;

import dev.headrace.log.record.Marker;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a producer's wish to end its transaction. Pure.
 *
 * <p>With version 0 the epoch says nothing about which transaction is meant, so that it has to be
 * the present one, and a repetition is known by the state alone. With version 2 a repetition names
 * the epoch that it has raised itself; and nothing at all may be aborted, to get the next epoch.
 */
public sealed interface Finishing {

  record Begun(Ending state) implements Finishing {}

  /** It has ended so already. */
  record Repeated(Owner owner) implements Finishing {}

  record Refused(TransactionError error) implements Finishing {}

  /**
   * Decides.
   *
   * @param state empty for an id that nobody has
   */
  static Finishing decide(
      Optional<TransactionState> state,
      ProducerEpoch producer,
      Marker outcome,
      TransactionVersion version,
      long nowMillis) {
    if (state.isEmpty()) {
      return new Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING);
    }
    Owner owner = state.get().owner();
    boolean isRepeated =
        version == TransactionVersion.V2 && owner.former().equals(Optional.of(producer));
    if (owner.producer().producerId() != producer.producerId() && !isRepeated) {
      return new Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING);
    }
    if (!isEpochOf(state.get(), producer, version, isRepeated)) {
      return new Refused(TransactionError.PRODUCER_FENCED);
    }
    return switch (state.get()) {
      case Ending _ -> new Refused(TransactionError.CONCURRENT_TRANSACTIONS);
      case Ongoing ongoing -> new Begun(ongoing.end(outcome, version));
      case Prepared prepared ->
          new Refused(
              prepared.outcome() == outcome
                  ? TransactionError.CONCURRENT_TRANSACTIONS
                  : TransactionError.INVALID_TXN_STATE);
      case Empty empty -> finishNothing(empty, outcome, version, nowMillis);
      case Completed completed when version == TransactionVersion.V0 || isRepeated ->
          completed.outcome() == outcome
              ? new Repeated(owner)
              : new Refused(TransactionError.INVALID_TXN_STATE);
      case Completed completed -> finishNothing(completed, outcome, version, nowMillis);
    };
  }

  private static boolean isEpochOf(
      TransactionState state,
      ProducerEpoch producer,
      TransactionVersion version,
      boolean isRepeated) {
    boolean isPresent = state.owner().producer().equals(producer);
    if (version == TransactionVersion.V0) {
      return isPresent;
    }
    return switch (state) {
      case Empty _, Ongoing _, Ending _ -> isPresent;
      case Prepared _ -> isRepeated;
      case Completed _ -> isPresent || isRepeated;
    };
  }

  private static Finishing finishNothing(
      Idle idle, Marker outcome, TransactionVersion version, long nowMillis) {
    return version == TransactionVersion.V2 && outcome == Marker.ABORT
        ? new Begun(idle.begin(Set.of(), version, nowMillis).end(outcome, version))
        : new Refused(TransactionError.INVALID_TXN_STATE);
  }
}
