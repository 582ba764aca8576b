package dev.headrace.log.transaction;

import java.util.Optional;

/**
 * A producer as its batches name it. Each transaction has an epoch of its own, so that a marker, or
 * the outcome found after a crash, can never be taken for that of the next one.
 *
 * @param producerId at least 0
 * @param epoch from 0 to {@link #LAST}
 */
public record ProducerEpoch(long producerId, short epoch) {

  /** The last epoch of a producer id; Kafka keeps one in reserve for fencing. */
  public static final short LAST = Short.MAX_VALUE - 1;

  public ProducerEpoch {
    if (producerId < 0 || epoch < 0 || epoch > LAST) {
      throw new IllegalArgumentException("producer " + producerId + " epoch " + epoch);
    }
  }

  /** The first epoch of a new producer id. */
  public static ProducerEpoch firstOf(long producerId) {
    return new ProducerEpoch(producerId, (short) 0);
  }

  /** For the next transaction; empty when a new producer id is needed. */
  public Optional<ProducerEpoch> next() {
    return plus(1);
  }

  /**
   * For a successor that knows only this, the last epoch that was logged: the one behind it may
   * have been used by a transaction that was never prepared.
   */
  public Optional<ProducerEpoch> ofSuccessor() {
    return plus(2);
  }

  private Optional<ProducerEpoch> plus(int epochs) {
    return epoch + epochs > LAST
        ? Optional.empty()
        : Optional.of(new ProducerEpoch(producerId, (short) (epoch + epochs)));
  }
}
