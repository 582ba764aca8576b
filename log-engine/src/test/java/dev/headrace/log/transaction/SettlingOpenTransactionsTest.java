package dev.headrace.log.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettlingOpenTransactionsTest {

  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
  private static final ProducerEpoch PRODUCER = new ProducerEpoch(7, (short) 3);
  private static final TransactionState PREPARED =
      new TransactionState.PrepareCommit(PRODUCER, Set.of(PARTITION), 1, 2);

  @Test
  void commitsWhatWasPrepared() {
    assertThat(Settlement.outcome(Optional.of(PREPARED), PRODUCER, PARTITION))
        .isEqualTo(Marker.COMMIT);
  }

  @Test
  void abortsTheTransactionBehindThePreparedOne() {
    ProducerEpoch next = PRODUCER.next().orElseThrow();

    assertThat(Settlement.outcome(Optional.of(PREPARED), next, PARTITION)).isEqualTo(Marker.ABORT);
  }

  @Test
  void abortsInAPartitionThatIsNotPartOfIt() {
    assertThat(Settlement.outcome(Optional.of(PREPARED), PRODUCER, new TopicPartition("orders", 1)))
        .isEqualTo(Marker.ABORT);
  }

  @Test
  void abortsWhatWasNeverPrepared() {
    TransactionState complete = new TransactionState.CompleteCommit(PRODUCER, 1, 2);

    assertThat(Settlement.outcome(Optional.of(complete), PRODUCER, PARTITION))
        .isEqualTo(Marker.ABORT);
    assertThat(Settlement.outcome(Optional.empty(), PRODUCER, PARTITION)).isEqualTo(Marker.ABORT);
  }

  @Test
  void givesASuccessorAnEpochThatNoUnloggedTransactionHad() {
    ProducerEpoch unlogged = PRODUCER.next().orElseThrow();

    assertThat(PRODUCER.ofSuccessor().orElseThrow().epoch()).isGreaterThan(unlogged.epoch());
  }

  @Test
  void needsANewProducerIdWhenTheEpochsAreUsedUp() {
    ProducerEpoch last = new ProducerEpoch(7, ProducerEpoch.LAST);

    assertThat(last.next()).isEmpty();
    assertThat(new ProducerEpoch(7, (short) (ProducerEpoch.LAST - 1)).ofSuccessor()).isEmpty();
  }
}
