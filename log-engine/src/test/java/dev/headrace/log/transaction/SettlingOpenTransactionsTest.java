package dev.headrace.log.transaction;

import static dev.headrace.log.transaction.TransactionVersion.V0;
import static dev.headrace.log.transaction.TransactionVersion.V2;
import static dev.headrace.log.transaction.Transactional.ORDERS;
import static dev.headrace.log.transaction.Transactional.completed;
import static dev.headrace.log.transaction.Transactional.empty;
import static dev.headrace.log.transaction.Transactional.epoch;
import static dev.headrace.log.transaction.Transactional.ongoing;
import static dev.headrace.log.transaction.Transactional.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.Settlement.End;
import dev.headrace.log.transaction.Settlement.GoOn;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a start does with the transactions that it finds open. */
final class SettlingOpenTransactionsTest {

  @Test
  void endsWhatWasPreparedAsItWasPrepared() {
    assertThat(settle(prepared(3, Marker.COMMIT, V2), epoch(3)))
        .isEqualTo(new End(Marker.COMMIT, (short) 4));
    assertThat(settle(prepared(3, Marker.ABORT, V2), epoch(3)))
        .isEqualTo(new End(Marker.ABORT, (short) 4));
    assertThat(settle(prepared(3, Marker.COMMIT, V0), epoch(3)))
        .isEqualTo(new End(Marker.COMMIT, (short) 3));
  }

  @Test
  void abortsInAPartitionThatIsNotPartOfIt() {
    assertThat(
            Settlement.decide(
                Optional.of(prepared(3, Marker.COMMIT, V2)),
                epoch(3),
                new TopicPartition("orders", 1)))
        .isEqualTo(new End(Marker.ABORT, (short) 4));
  }

  @Test
  void takesTheTransactionBehindThePreparedOneForItself() {
    assertThat(settle(prepared(3, Marker.COMMIT, V2), epoch(4))).isEqualTo(new GoOn());
  }

  @Test
  void takesItForItselfAlsoUnderTheNextProducerId() {
    Prepared last =
        ongoing(ProducerEpoch.LAST)
            .end(Marker.COMMIT, V2)
            .prepare(Marker.COMMIT, OptionalLong.of(8), 3);

    assertThat(settle(last, ProducerEpoch.firstOf(8))).isEqualTo(new GoOn());
    assertThat(settle(last, epoch(ProducerEpoch.LAST)))
        .isEqualTo(new End(Marker.COMMIT, Short.MAX_VALUE));
  }

  @Test
  void letsClientsGoOnEvenIfTheRecordOfTheirBeginningIsLost() {
    assertThat(settle(ongoing(3), epoch(3))).isEqualTo(new GoOn());
    assertThat(settle(empty(3), epoch(3))).isEqualTo(new GoOn());
    assertThat(settle(completed(3, Marker.COMMIT, V2), epoch(4))).isEqualTo(new GoOn());
  }

  @Test
  void abortsWhatAFencedProducerLeft() {
    Prepared fenced = ongoing(3).fence().prepare(Marker.ABORT, OptionalLong.empty(), 3);

    assertThat(fenced.owner().producer()).isEqualTo(epoch(4));
    assertThat(settle(fenced, epoch(3))).isEqualTo(new End(Marker.ABORT, (short) 4));
    assertThat(settle(fenced.complete(4), epoch(3))).isEqualTo(new End(Marker.ABORT, (short) 4));
    assertThat(settle(empty(6), epoch(3))).isEqualTo(new End(Marker.ABORT, (short) 6));
  }

  @Test
  void abortsWhatWritersInsideTheProcessHadNotPrepared() {
    Empty inProcess = new Empty(new Owner(epoch(3), Optional.empty(), Owner.IN_PROCESS), 1);

    assertThat(settle(inProcess, epoch(3))).isEqualTo(new End(Marker.ABORT, (short) 3));
  }

  @Test
  void abortsWhatNobodyKnows() {
    assertThat(Settlement.decide(Optional.empty(), epoch(3), ORDERS))
        .isEqualTo(new End(Marker.ABORT, (short) 3));
  }

  private static Settlement settle(TransactionState logged, ProducerEpoch open) {
    return Settlement.decide(Optional.of(logged), open, ORDERS);
  }
}
