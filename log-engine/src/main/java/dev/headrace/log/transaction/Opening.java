package dev.headrace.log.transaction;

import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Idle;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.OptionalLong;

/** What becomes of the wish to write under a transactional id. Pure. */
public sealed interface Opening {

  /** The producer's name is in the state; whoever had the id before is fenced. */
  record As(Empty state) implements Opening {}

  /** The epochs are used up, or there were none: decide again with a new producer id. */
  record NeedsProducerId() implements Opening {}

  /** A transaction is open: end it like this, then decide again. */
  record AbortFirst(Ending state) implements Opening {}

  record Refused(TransactionError error) implements Opening {}

  /**
   * Decides.
   *
   * @param state empty for an id that nobody had before
   * @param expected what the producer takes itself for; empty when it has just started
   * @param freshProducerId empty as long as none was asked for
   */
  static Opening decide(
      Optional<TransactionState> state,
      Optional<ProducerEpoch> expected,
      int timeoutMillis,
      OptionalLong freshProducerId,
      long nowMillis) {
    if (state.isEmpty()) {
      return ofNewId(Optional.empty(), timeoutMillis, freshProducerId, nowMillis);
    }
    Owner owner = state.get().owner();
    if (state.get() instanceof Ending) {
      return new Refused(TransactionError.CONCURRENT_TRANSACTIONS);
    }
    if (expected.isPresent() && !isOrWas(owner, expected.get())) {
      return new Refused(TransactionError.PRODUCER_FENCED);
    }
    return switch (state.get()) {
      case Ending _, Prepared _ -> new Refused(TransactionError.CONCURRENT_TRANSACTIONS);
      case Ongoing ongoing -> new AbortFirst(ongoing.fence());
      case Idle _ -> open(owner, expected, timeoutMillis, freshProducerId, nowMillis);
    };
  }

  private static boolean isOrWas(Owner owner, ProducerEpoch expected) {
    return expected.producerId() == owner.producer().producerId()
        || (expected.isLast()
            && owner
                .former()
                .filter(former -> former.producerId() == expected.producerId())
                .isPresent());
  }

  private static Opening open(
      Owner owner,
      Optional<ProducerEpoch> expected,
      int timeoutMillis,
      OptionalLong freshProducerId,
      long nowMillis) {
    boolean isRepeated = expected.isPresent() && expected.equals(owner.former());
    if (isRepeated) {
      return as(new Owner(owner.producer(), owner.former(), timeoutMillis), nowMillis);
    }
    if (expected.isPresent() && !expected.get().equals(owner.producer())) {
      return new Refused(TransactionError.PRODUCER_FENCED);
    }
    return owner.producer().isLast()
        ? ofNewId(expected, timeoutMillis, freshProducerId, nowMillis)
        : as(new Owner(owner.producer().raised(), expected, timeoutMillis), nowMillis);
  }

  private static Opening ofNewId(
      Optional<ProducerEpoch> former,
      int timeoutMillis,
      OptionalLong freshProducerId,
      long nowMillis) {
    return freshProducerId.isEmpty()
        ? new NeedsProducerId()
        : as(
            new Owner(ProducerEpoch.firstOf(freshProducerId.getAsLong()), former, timeoutMillis),
            nowMillis);
  }

  private static Opening as(Owner owner, long nowMillis) {
    return new As(new Empty(owner, nowMillis));
  }
}
