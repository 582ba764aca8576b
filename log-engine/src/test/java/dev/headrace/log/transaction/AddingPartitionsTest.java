package dev.headrace.log.transaction;

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
import dev.headrace.log.transaction.Adding.Added;
import dev.headrace.log.transaction.Adding.Present;
import dev.headrace.log.transaction.Adding.Refused;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** AddPartitionsToTxn, and what writing without it comes to. */
final class AddingPartitionsTest {

  private static final TopicPartition PAYMENTS = new TopicPartition("payments", 1);

  @Test
  void beginsATransaction() {
    Ongoing begun = ((Added) add(empty(3), epoch(3), ORDERS)).state();

    assertThat(begun.partitions()).containsExactly(ORDERS);
    assertThat(begun.startedMillis()).isEqualTo(9);
    assertThat(add(completed(3, Marker.COMMIT, V2), epoch(4), ORDERS)).isInstanceOf(Added.class);
  }

  @Test
  void extendsTheOpenOne() {
    Ongoing extended = ((Added) add(ongoing(3), epoch(3), PAYMENTS)).state();

    assertThat(extended.partitions()).containsExactlyInAnyOrder(ORDERS, PAYMENTS);
    assertThat(extended.startedMillis()).isEqualTo(2);
    assertThat(add(extended, epoch(3), ORDERS)).isEqualTo(new Present());
  }

  @Test
  void isNotForOthers() {
    assertThat(Adding.decide(Optional.empty(), epoch(3), Set.of(ORDERS), V2, 9))
        .isEqualTo(new Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING));
    assertThat(add(empty(3), new ProducerEpoch(8, (short) 3), ORDERS))
        .isEqualTo(new Refused(TransactionError.INVALID_PRODUCER_ID_MAPPING));
    assertThat(add(empty(3), epoch(2), ORDERS))
        .isEqualTo(new Refused(TransactionError.PRODUCER_FENCED));
    assertThat(add(completed(3, Marker.COMMIT, V2), epoch(3), ORDERS))
        .isEqualTo(new Refused(TransactionError.PRODUCER_FENCED));
  }

  @Test
  void waitsForTheEndOfTheLastOne() {
    assertThat(add(ongoing(3).end(Marker.COMMIT, V2), epoch(3), ORDERS))
        .isEqualTo(new Refused(TransactionError.CONCURRENT_TRANSACTIONS));
    assertThat(add(prepared(3, Marker.COMMIT, V2), epoch(4), ORDERS))
        .isEqualTo(new Refused(TransactionError.CONCURRENT_TRANSACTIONS));
  }

  private static Adding add(
      TransactionState state, ProducerEpoch producer, TopicPartition partition) {
    return Adding.decide(Optional.of(state), producer, Set.of(partition), V2, 9);
  }
}
