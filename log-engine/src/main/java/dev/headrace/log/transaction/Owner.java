package dev.headrace.log.transaction;

import java.util.Optional;

/**
 * Who may write under a transactional id.
 *
 * @param producer as its batches have to name it
 * @param former as it was named before; a request that still does is the repetition of the one that
 *     changed the name, empty where none can be
 * @param timeoutMillis after which its open transaction is aborted; {@link #IN_PROCESS}, or at
 *     least 1
 */
public record Owner(ProducerEpoch producer, Optional<ProducerEpoch> former, int timeoutMillis) {

  /** Stands for the timeout of a writer inside the process, whose transactions end with that. */
  public static final int IN_PROCESS = 0;

  public boolean isInProcess() {
    return timeoutMillis == IN_PROCESS;
  }

  /** The same with the next epoch; a repetition of what led there is known by the present one. */
  Owner raised() {
    return new Owner(producer.raised(), Optional.of(producer), timeoutMillis);
  }

  /** The same under a new producer id. */
  Owner movedTo(long producerId) {
    return new Owner(ProducerEpoch.firstOf(producerId), former, timeoutMillis);
  }
}
