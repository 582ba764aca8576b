package dev.headrace.log.transaction;

import static dev.headrace.log.transaction.TransactionVersion.V0;
import static dev.headrace.log.transaction.TransactionVersion.V2;
import static dev.headrace.log.transaction.Transactional.completed;
import static dev.headrace.log.transaction.Transactional.empty;
import static dev.headrace.log.transaction.Transactional.epoch;
import static dev.headrace.log.transaction.Transactional.ongoing;
import static dev.headrace.log.transaction.Transactional.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Marker;
import dev.headrace.log.transaction.Finishing.Begun;
import dev.headrace.log.transaction.Finishing.Refused;
import dev.headrace.log.transaction.Finishing.Repeated;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Ending;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * EndTxn as Kafka decides it. The transaction that the states come from had epoch 3; "retry" names
 * it as that has, "current" as its successor.
 */
final class FinishingTransactionsTest {

  @ParameterizedTest
  @CsvSource({
    // state, version of the client, epoch, outcome, what comes of it
    "EMPTY,           V0, 3, COMMIT, INVALID_TXN_STATE",
    "EMPTY,           V0, 3, ABORT,  INVALID_TXN_STATE",
    "EMPTY,           V0, 2, ABORT,  PRODUCER_FENCED",
    "ONGOING,         V0, 3, COMMIT, begun",
    "ONGOING,         V0, 3, ABORT,  begun",
    "ONGOING,         V0, 2, COMMIT, PRODUCER_FENCED",
    "ONGOING,         V0, 4, COMMIT, PRODUCER_FENCED",
    "ENDING,          V0, 3, COMMIT, CONCURRENT_TRANSACTIONS",
    "PREPARED_COMMIT, V0, 3, COMMIT, CONCURRENT_TRANSACTIONS",
    "PREPARED_COMMIT, V0, 3, ABORT,  INVALID_TXN_STATE",
    "PREPARED_ABORT,  V0, 3, ABORT,  CONCURRENT_TRANSACTIONS",
    "PREPARED_ABORT,  V0, 3, COMMIT, INVALID_TXN_STATE",
    "COMMITTED,       V0, 3, COMMIT, repeated",
    "COMMITTED,       V0, 3, ABORT,  INVALID_TXN_STATE",
    "COMMITTED,       V0, 2, COMMIT, PRODUCER_FENCED",
    "ABORTED,         V0, 3, ABORT,  repeated",
    "ABORTED,         V0, 3, COMMIT, INVALID_TXN_STATE",
    "EMPTY,           V2, 3, ABORT,  begun",
    "EMPTY,           V2, 3, COMMIT, INVALID_TXN_STATE",
    "EMPTY,           V2, 2, ABORT,  PRODUCER_FENCED",
    "EMPTY,           V2, 2, COMMIT, PRODUCER_FENCED",
    "ONGOING,         V2, 3, COMMIT, begun",
    "ONGOING,         V2, 3, ABORT,  begun",
    "ONGOING,         V2, 2, COMMIT, PRODUCER_FENCED",
    "ENDING,          V2, 3, COMMIT, CONCURRENT_TRANSACTIONS",
    "PREPARED_COMMIT, V2, 3, COMMIT, CONCURRENT_TRANSACTIONS",
    "PREPARED_COMMIT, V2, 3, ABORT,  INVALID_TXN_STATE",
    "PREPARED_COMMIT, V2, 4, COMMIT, PRODUCER_FENCED",
    "PREPARED_ABORT,  V2, 3, ABORT,  CONCURRENT_TRANSACTIONS",
    "PREPARED_ABORT,  V2, 3, COMMIT, INVALID_TXN_STATE",
    "COMMITTED,       V2, 3, COMMIT, repeated",
    "COMMITTED,       V2, 3, ABORT,  INVALID_TXN_STATE",
    "COMMITTED,       V2, 4, COMMIT, INVALID_TXN_STATE",
    "COMMITTED,       V2, 4, ABORT,  begun",
    "COMMITTED,       V2, 2, COMMIT, PRODUCER_FENCED",
    "ABORTED,         V2, 3, ABORT,  repeated",
    "ABORTED,         V2, 3, COMMIT, INVALID_TXN_STATE",
    "ABORTED,         V2, 4, ABORT,  begun",
    "ABORTED,         V2, 4, COMMIT, INVALID_TXN_STATE"
  })
  void isDecidedByStateEpochAndVersion(
      Kind kind, TransactionVersion version, int epoch, Marker outcome, String expected) {
    Finishing finishing = finish(kind.in(version), epoch(epoch), outcome, version);

    assertThat(
            switch (finishing) {
              case Begun _ -> "begun";
              case Repeated _ -> "repeated";
              case Refused(TransactionError error) -> error.name();
            })
        .isEqualTo(expected);
  }

  enum Kind {
    EMPTY,
    ONGOING,
    ENDING,
    PREPARED_COMMIT,
    PREPARED_ABORT,
    COMMITTED,
    ABORTED;

    TransactionState in(TransactionVersion version) {
      return switch (this) {
        case EMPTY -> empty(3);
        case ONGOING -> ongoing(3);
        case ENDING -> ongoing(3).end(Marker.COMMIT, version);
        case PREPARED_COMMIT -> prepared(3, Marker.COMMIT, version);
        case PREPARED_ABORT -> prepared(3, Marker.ABORT, version);
        case COMMITTED -> completed(3, Marker.COMMIT, version);
        case ABORTED -> completed(3, Marker.ABORT, version);
      };
    }
  }

  @Test
  void knowsNeitherUnknownIdsNorOtherProducers() {
    Refused unknown = new Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING);

    assertThat(Finishing.decide(Optional.empty(), epoch(3), Marker.COMMIT, V2, 9))
        .isEqualTo(unknown);
    assertThat(finish(ongoing(3), new ProducerEpoch(8, (short) 3), Marker.COMMIT, V2))
        .isEqualTo(unknown);
    assertThat(finish(ongoing(3), new ProducerEpoch(8, (short) 3), Marker.COMMIT, V0))
        .isEqualTo(unknown);
  }

  @Test
  void raisesTheEpochOnlyWithVersionTwo() {
    assertThat(completed(3, Marker.COMMIT, V0).owner().producer()).isEqualTo(epoch(3));
    assertThat(completed(3, Marker.COMMIT, V2).owner().producer()).isEqualTo(epoch(4));
  }

  @Test
  void movesToANewProducerIdWhenTheEpochsAreUsedUp() {
    // Given
    Begun begun =
        (Begun) finish(ongoing(ProducerEpoch.LAST), epoch(ProducerEpoch.LAST), Marker.COMMIT, V2);
    assertThat(begun.state().movesOn()).isTrue();

    // When
    Prepared prepared = begun.state().prepare(Marker.COMMIT, OptionalLong.of(8), 9);
    Completed completed = prepared.complete(10);

    // Then
    assertThat(prepared.owner().producer()).isEqualTo(epoch(Short.MAX_VALUE));
    assertThat(completed.owner().producer()).isEqualTo(ProducerEpoch.firstOf(8));
    assertThat(finish(completed, epoch(ProducerEpoch.LAST), Marker.COMMIT, V2))
        .isEqualTo(new Repeated(completed.owner()));
  }

  @Test
  void aProducerThatAbortsWhatTheTimeHasAbortedGoesOnWithTheNextEpoch() {
    Completed aborted =
        ongoing(3).fence().prepare(Marker.ABORT, OptionalLong.empty(), 9).complete(10);

    assertThat(aborted.owner().producer()).isEqualTo(epoch(4));
    assertThat(finish(aborted, epoch(3), Marker.ABORT, V2))
        .isEqualTo(new Repeated(aborted.owner()));
    assertThat(finish(aborted, epoch(3), Marker.COMMIT, V2))
        .isEqualTo(new Refused(TransactionError.INVALID_TXN_STATE));
    assertThat(finish(aborted, epoch(3), Marker.ABORT, V0))
        .isEqualTo(new Refused(TransactionError.PRODUCER_FENCED));
  }

  @Test
  void fencingAtTheLastEpochMovesOnToAnotherProducerId() {
    Ending fenced = ongoing(ProducerEpoch.LAST).fence();

    assertThat(fenced.movesOn()).isTrue();
    Completed aborted = fenced.prepare(Marker.ABORT, OptionalLong.of(8), 9).complete(10);
    assertThat(aborted.owner().producer()).isEqualTo(ProducerEpoch.firstOf(8));
  }

  private static Finishing finish(
      TransactionState state, ProducerEpoch producer, Marker outcome, TransactionVersion version) {
    return Finishing.decide(Optional.of(state), producer, outcome, version, 9);
  }
}
