package dev.headrace.log.transaction;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;

/**
 * What a start does with a transaction that it finds open in a partition. Pure.
 *
 * <p>What was prepared ends as it was prepared. What a client has open goes on, also where the
 * record of that was lost with the power: the partition itself shows that it is a part. All else is
 * aborted, as nobody is left who could commit it.
 */
public sealed interface Settlement {

  /**
   * @param markerEpoch that the marker carries
   */
  record End(Marker outcome, short markerEpoch) implements Settlement {}

  record GoOn() implements Settlement {}

  /**
   * Decides.
   *
   * @param logged the last state that was logged under the producer's transactional id; empty for a
   *     producer of which nothing was logged
   */
  static Settlement decide(
      Optional<TransactionState> logged, ProducerEpoch open, TopicPartition partition) {
    if (logged.isEmpty()) {
      return new End(Marker.ABORT, open.epoch());
    }
    if (logged.get() instanceof Prepared prepared) {
      short epoch = prepared.owner().producer().epoch();
      if (prepared.writtenBy().equals(open)) {
        return new End(
            prepared.partitions().contains(partition) ? prepared.outcome() : Marker.ABORT, epoch);
      }
      return isOfTheNext(prepared, open)
          ? new GoOn()
          : new End(Marker.ABORT, greaterOf(open, prepared));
    }
    Owner owner = logged.get().owner();
    return owner.producer().equals(open) && !owner.isInProcess()
        ? new GoOn()
        : new End(Marker.ABORT, greaterOf(open, logged.get()));
  }

  private static boolean isOfTheNext(Prepared prepared, ProducerEpoch open) {
    Owner next = prepared.complete(prepared.updatedMillis()).owner();
    return next.producer().equals(open) && !next.isInProcess();
  }

  /** A partition takes no marker with a lesser epoch than that of its records. */
  private static short greaterOf(ProducerEpoch open, TransactionState logged) {
    ProducerEpoch owner = logged.owner().producer();
    return owner.producerId() == open.producerId() && owner.epoch() > open.epoch()
        ? owner.epoch()
        : open.epoch();
  }
}
