package dev.headrace.log.transaction;

import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.Set;

/** What becomes of a producer's wish to write to partitions in its transaction. Pure. */
public sealed interface Adding {

  /** The transaction with the partitions; it begins when it was not open. */
  record Added(Ongoing state) implements Adding {}

  /** All of them are part of it already. */
  record Present() implements Adding {}

  record Refused(TransactionError error) implements Adding {}

  /**
   * Decides.
   *
   * @param state empty for an id that nobody has
   */
  static Adding decide(
      Optional<TransactionState> state,
      ProducerEpoch producer,
      Set<TopicPartition> partitions,
      TransactionVersion version,
      long nowMillis) {
    Optional<TransactionError> refusal = refuse(state, producer);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    return switch (state.orElseThrow()) {
      case Ending _, Prepared _ -> new Refused(TransactionError.CONCURRENT_TRANSACTIONS);
      case Ongoing ongoing ->
          ongoing.partitions().containsAll(partitions)
              ? new Present()
              : new Added(ongoing.with(partitions, version, nowMillis));
      case Idle idle -> new Added(idle.begin(partitions, version, nowMillis));
    };
  }

  /** Why a producer may write nowhere now; empty where it may, if only to what was added. */
  static Optional<TransactionError> refuse(
      Optional<TransactionState> state, ProducerEpoch producer) {
    if (state.isEmpty()) {
      return Optional.of(TransactionError.INVALID_PRODUCER_ID_MAPPING);
    }
    ProducerEpoch owner = state.get().owner().producer();
    if (owner.producerId() != producer.producerId()) {
      return Optional.of(TransactionError.INVALID_PRODUCER_ID_MAPPING);
    }
    if (owner.epoch() != producer.epoch()) {
      return Optional.of(TransactionError.PRODUCER_FENCED);
    }
    return switch (state.get()) {
      case Ending _, Prepared _ -> Optional.of(TransactionError.CONCURRENT_TRANSACTIONS);
      case Ongoing _, Idle _ -> Optional.empty();
    };
  }
}
