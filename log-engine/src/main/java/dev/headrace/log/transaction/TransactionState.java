package dev.headrace.log.transaction;

import dev.headrace.log.record.TopicPartition;
import java.util.Set;

/**
 * How far the transaction of a transactional id has come. Every state is logged but {@link
 * Ongoing}, which only an in-process writer has, and there only in memory.
 *
 * <pre>
 *   Empty ──► Ongoing ──► PrepareCommit ──► CompleteCommit ──► Ongoing …
 *                  └────► PrepareAbort ───► CompleteAbort ───► Ongoing …
 * </pre>
 *
 * The outcome is decided by the first durable Prepare record; markers only spread it.
 */
public sealed interface TransactionState {

  /** Who writes, with the epoch of this transaction. */
  ProducerEpoch producer();

  /** Milliseconds since 1970 of the last change. */
  long updatedMillis();

  /** No transaction is open. */
  sealed interface Idle extends TransactionState {

    /** The transaction of {@code producer} that is about to be written to {@code partitions}. */
    default Ongoing begin(ProducerEpoch producer, Set<TopicPartition> partitions, long nowMillis) {
      return new Ongoing(producer, partitions, nowMillis, nowMillis);
    }
  }

  /** The writer was opened and has written nothing. */
  record Empty(ProducerEpoch producer, long updatedMillis) implements Idle {}

  /** Records are written, the outcome is open. */
  record Ongoing(
      ProducerEpoch producer,
      Set<TopicPartition> partitions,
      long startedMillis,
      long updatedMillis)
      implements TransactionState {

    public Ongoing {
      partitions = Set.copyOf(partitions);
    }

    public PrepareCommit prepareCommit(long nowMillis) {
      return new PrepareCommit(producer, partitions, startedMillis, nowMillis);
    }

    public PrepareAbort prepareAbort(long nowMillis) {
      return new PrepareAbort(producer, partitions, startedMillis, nowMillis);
    }
  }

  /** It will be committed, whatever happens: markers are on their way. */
  record PrepareCommit(
      ProducerEpoch producer,
      Set<TopicPartition> partitions,
      long startedMillis,
      long updatedMillis)
      implements TransactionState {

    public PrepareCommit {
      partitions = Set.copyOf(partitions);
    }

    public CompleteCommit complete(long nowMillis) {
      return new CompleteCommit(producer, startedMillis, nowMillis);
    }
  }

  /** It will be aborted, whatever happens: markers are on their way. */
  record PrepareAbort(
      ProducerEpoch producer,
      Set<TopicPartition> partitions,
      long startedMillis,
      long updatedMillis)
      implements TransactionState {

    public PrepareAbort {
      partitions = Set.copyOf(partitions);
    }

    public CompleteAbort complete(long nowMillis) {
      return new CompleteAbort(producer, startedMillis, nowMillis);
    }
  }

  /** All partitions have the marker. */
  record CompleteCommit(ProducerEpoch producer, long startedMillis, long updatedMillis)
      implements Idle {}

  /** All partitions have the marker. */
  record CompleteAbort(ProducerEpoch producer, long startedMillis, long updatedMillis)
      implements Idle {}
}
