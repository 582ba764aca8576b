package dev.headrace.log.transaction;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import java.util.Optional;

/**
 * Decides how a transaction that a crash left open ends: as its Prepare record says, and aborted
 * when there is none. Pure.
 */
public final class Settlement {

  private Settlement() {}

  /**
   * The outcome of the transaction that a producer has open in a partition.
   *
   * @param logged the last state that was logged under the producer's transactional id; empty for a
   *     producer of which nothing was logged
   */
  public static Marker outcome(
      Optional<TransactionState> logged, ProducerEpoch producer, TopicPartition partition) {
    return logged
        .filter(TransactionState.PrepareCommit.class::isInstance)
        .map(TransactionState.PrepareCommit.class::cast)
        .filter(state -> state.producer().equals(producer))
        .filter(state -> state.partitions().contains(partition))
        .map(_ -> Marker.COMMIT)
        .orElse(Marker.ABORT);
  }
}
