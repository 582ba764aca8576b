package dev.headrace.log.transaction;

import static dev.headrace.log.transaction.TransactionVersion.V2;
import static dev.headrace.log.transaction.Transactional.TIMEOUT_MILLIS;
import static dev.headrace.log.transaction.Transactional.completed;
import static dev.headrace.log.transaction.Transactional.empty;
import static dev.headrace.log.transaction.Transactional.epoch;
import static dev.headrace.log.transaction.Transactional.ongoing;
import static dev.headrace.log.transaction.Transactional.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Marker;
import dev.headrace.log.transaction.Opening.AbortFirst;
import dev.headrace.log.transaction.Opening.As;
import dev.headrace.log.transaction.Opening.NeedsProducerId;
import dev.headrace.log.transaction.Opening.Refused;
import dev.headrace.log.transaction.TransactionState.Empty;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** InitProducerId with a transactional id, as Kafka decides it (KIP-98, KIP-360, KIP-890). */
final class OpeningTransactionalIdsTest {

  private static final Optional<ProducerEpoch> NOBODY = Optional.empty();

  @Test
  void aNewIdGetsANewProducerId() {
    assertThat(Opening.decide(Optional.empty(), Optional.empty(), 1, OptionalLong.empty(), 9))
        .isEqualTo(new NeedsProducerId());
    assertThat(Opening.decide(Optional.empty(), Optional.empty(), 1, OptionalLong.of(5), 9))
        .isEqualTo(new As(new Empty(new Owner(first(5), Optional.empty(), 1), 9)));
  }

  @Test
  void aSuccessorFencesWhoeverHadTheId() {
    assertThat(nameAfter(empty(3), NOBODY)).isEqualTo(epoch(4));
    assertThat(nameAfter(completed(3, Marker.COMMIT, V2), NOBODY)).isEqualTo(epoch(5));
  }

  @Test
  void aProducerThatGoesOnAfterAnErrorGetsTheNextEpoch() {
    assertThat(nameAfter(empty(3), epoch(3))).isEqualTo(epoch(4));
  }

  @Test
  void itsRepetitionGetsTheSameAgain() {
    Empty after = ((As) open(empty(3), epoch(3))).state();

    assertThat(nameAfter(after, epoch(3))).isEqualTo(epoch(4));
    assertThat(nameAfter(completed(3, Marker.ABORT, V2), epoch(3))).isEqualTo(epoch(4));
  }

  @Test
  void aProducerThatWasFencedIsTold() {
    assertThat(open(empty(3), epoch(2))).isEqualTo(refused(TransactionError.PRODUCER_FENCED));
    assertThat(open(empty(3), first(6))).isEqualTo(refused(TransactionError.PRODUCER_FENCED));
    Empty taken = ((As) open(empty(3), NOBODY)).state();
    assertThat(open(taken, epoch(3))).isEqualTo(refused(TransactionError.PRODUCER_FENCED));
  }

  @Test
  void anOpenTransactionIsAbortedFirst() {
    Opening opening = open(ongoing(3), NOBODY);

    assertThat(opening).isInstanceOf(AbortFirst.class);
    assertThat(((AbortFirst) opening).state()).isEqualTo(ongoing(3).fence());
    assertThat(((AbortFirst) opening).state().outcome()).isEqualTo(Marker.ABORT);
  }

  @Test
  void aTransactionOnItsWayToItsEndIsWaitedFor() {
    assertThat(open(ongoing(3).end(Marker.COMMIT, V2), NOBODY))
        .isEqualTo(refused(TransactionError.CONCURRENT_TRANSACTIONS));
    assertThat(open(prepared(3, Marker.COMMIT, V2), NOBODY))
        .isEqualTo(refused(TransactionError.CONCURRENT_TRANSACTIONS));
  }

  @Test
  void usedUpEpochsAreFollowedByANewProducerId() {
    Empty last = empty(ProducerEpoch.LAST);

    assertThat(open(last, NOBODY)).isEqualTo(new NeedsProducerId());
    assertThat(withFreshId(last, Optional.of(epoch(ProducerEpoch.LAST))))
        .isEqualTo(
            new As(
                new Empty(
                    new Owner(first(8), Optional.of(epoch(ProducerEpoch.LAST)), TIMEOUT_MILLIS),
                    9)));
    assertThat(withFreshId(last, NOBODY))
        .isEqualTo(new As(new Empty(new Owner(first(8), Optional.empty(), TIMEOUT_MILLIS), 9)));
  }

  @Test
  void theRepetitionThatLedToANewProducerIdGetsItAgain() {
    Empty moved =
        ((As) withFreshId(empty(ProducerEpoch.LAST), Optional.of(epoch(ProducerEpoch.LAST))))
            .state();

    assertThat(nameAfter(moved, epoch(ProducerEpoch.LAST))).isEqualTo(first(8));
    assertThat(open(moved, epoch(ProducerEpoch.LAST - 1)))
        .isEqualTo(refused(TransactionError.PRODUCER_FENCED));
  }

  private static ProducerEpoch first(long producerId) {
    return ProducerEpoch.firstOf(producerId);
  }

  private static ProducerEpoch nameAfter(TransactionState state, ProducerEpoch expected) {
    return nameAfter(state, Optional.of(expected));
  }

  private static ProducerEpoch nameAfter(TransactionState state, Optional<ProducerEpoch> expected) {
    return ((As) open(state, expected)).state().owner().producer();
  }

  private static Opening open(TransactionState state, ProducerEpoch expected) {
    return open(state, Optional.of(expected));
  }

  private static Opening open(TransactionState state, Optional<ProducerEpoch> expected) {
    return Opening.decide(Optional.of(state), expected, TIMEOUT_MILLIS, OptionalLong.empty(), 9);
  }

  private static Opening withFreshId(TransactionState state, Optional<ProducerEpoch> expected) {
    return Opening.decide(Optional.of(state), expected, TIMEOUT_MILLIS, OptionalLong.of(8), 9);
  }

  private static Refused refused(TransactionError error) {
    return new Refused(error);
  }
}
