package dev.headrace.log.transaction;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.TransactionState.Completed;
import dev.headrace.log.transaction.TransactionState.Empty;
import dev.headrace.log.transaction.TransactionState.Ongoing;
import dev.headrace.log.transaction.TransactionState.Prepared;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** States and names as tests of the pure machine need them; all of producer 7. */
final class Transactional {

  static final long ID = 7;
  static final int TIMEOUT_MILLIS = 30_000;
  static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private Transactional() {}

  static ProducerEpoch epoch(int epoch) {
    return new ProducerEpoch(ID, (short) epoch);
  }

  static Owner owner(int epoch) {
    return new Owner(epoch(epoch), Optional.empty(), TIMEOUT_MILLIS);
  }

  static Empty empty(int epoch) {
    return new Empty(owner(epoch), 1);
  }

  static Ongoing ongoing(int epoch) {
    return empty(epoch).begin(Set.of(ORDERS), TransactionVersion.V2, 2);
  }

  static Prepared prepared(int epoch, Marker outcome, TransactionVersion version) {
    return ongoing(epoch).end(outcome, version).prepare(outcome, OptionalLong.empty(), 3);
  }

  /** What a transaction of that epoch has ended in. */
  static Completed completed(int epoch, Marker outcome, TransactionVersion version) {
    return prepared(epoch, outcome, version).complete(4);
  }
}
