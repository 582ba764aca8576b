package dev.headrace.log.broker;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import dev.headrace.log.transaction.ProducerEpoch;
import dev.headrace.log.transaction.TransactionError;
import dev.headrace.log.transaction.TransactionVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Transactions of clients (KIP-98, KIP-447, KIP-890). Thread-safe; no call waits.
 *
 * <p>With version 0 of transactions, clients add the partitions before they write to them; with
 * version 2 writing adds them.
 */
public interface ClientTransactions {

  /** What a producer is called from now on, or why not. */
  sealed interface Named {
    record As(ProducerEpoch producer) implements Named {}

    record Refused(TransactionError error) implements Named {}
  }

  /**
   * Who writes.
   *
   * @param version with 0 partitions have to be added before, with 2 they are by writing
   */
  record Writer(String transactionalId, ProducerEpoch producer, TransactionVersion version) {}

  /**
   * Somebody wants to write under a transactional id: whoever had it before is fenced, and what
   * that had begun is aborted first. Answered when that cannot be forgotten.
   *
   * @param expected what the producer takes itself for; empty when it has just started
   */
  CompletionStage<Named> init(
      String transactionalId, Optional<ProducerEpoch> expected, int timeoutMillis);

  /**
   * A producer is about to write to partitions in its transaction, which begins by that if it is
   * not open. Answered when that cannot be forgotten, with what was wrong.
   */
  CompletionStage<Optional<TransactionError>> add(Writer writer, Set<TopicPartition> partitions);

  /**
   * Lets a producer write to partitions as a part of its transaction.
   *
   * @param write is called at once, and at most once, with the partitions that may be written to;
   *     all of it is part of this transaction and none of another
   * @return why the others may not be
   */
  Map<TopicPartition, TransactionError> write(
      Writer writer, Set<TopicPartition> partitions, Consumer<Set<TopicPartition>> write);

  /**
   * Whether partitions are part of a producer's open transaction; why not, for those that are not.
   */
  Map<TopicPartition, TransactionError> verify(Writer writer, Set<TopicPartition> partitions);

  /**
   * Ends a transaction. Answered when all that it holds is durable and visible, or when it is
   * certain that it will be.
   *
   * @return what the producer is called from now on
   */
  CompletionStage<Named> end(Writer writer, Marker outcome);

  /**
   * Aborts the open transaction of a producer in its place, which is fenced by that. Done when it
   * is aborted, with what was wrong; when it has none, at once.
   */
  CompletionStage<Optional<TransactionError>> abort(ProducerEpoch producer);

  /** The transaction of an id; empty when nobody has the id. */
  Optional<TransactionListing> describe(String transactionalId);

  /** Of every id there is. */
  List<TransactionListing> list();
}
