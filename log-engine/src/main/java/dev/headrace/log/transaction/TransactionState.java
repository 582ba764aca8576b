package dev.headrace.log.transaction;

import dev.headrace.log.record.Marker;
import dev.headrace.log.record.TopicPartition;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far the transaction of a transactional id has come.
 *
 * <pre>
 *   Empty ──► Ongoing ──► Ending ──► Prepared ──► Completed ──► Ongoing …
 *     ▲          │ fenced    ▲                        │
 *     │          └───────────┘                        │
 *     └───────────────── opened anew ─────────────────┘
 * </pre>
 *
 * The outcome is decided by the durable record of Prepared; markers only spread it. All states are
 * logged but Ending, and the Ongoing of a writer inside the process.
 */
public sealed interface TransactionState {

  /** Who may write, or was the last who might. */
  Owner owner();

  /** Milliseconds since 1970 of the last change. */
  long updatedMillis();

  /** Milliseconds since 1970 when the last transaction began; -1 when none has. */
  long startedMillis();

  /** No transaction is open. */
  sealed interface Idle extends TransactionState {

    /** The transaction that is about to be written to {@code partitions}. */
    default Ongoing begin(
        Set<TopicPartition> partitions, TransactionVersion version, long nowMillis) {
      return new Ongoing(owner(), version, partitions, nowMillis, nowMillis);
    }
  }

  /** The producer was named and has written nothing. */
  record Empty(Owner owner, long updatedMillis) implements Idle {

    @Override
    public long startedMillis() {
      return -1;
    }
  }

  /** Records may be written, the outcome is open. */
  record Ongoing(
      Owner owner,
      TransactionVersion version,
      Set<TopicPartition> partitions,
      long startedMillis,
      long updatedMillis)
      implements TransactionState {

    public Ongoing {
      partitions = Set.copyOf(partitions);
    }

    /** The same transaction in more partitions. */
    public Ongoing with(Set<TopicPartition> more, TransactionVersion said, long nowMillis) {
      Set<TopicPartition> all = new HashSet<>(partitions);
      all.addAll(more);
      return new Ongoing(owner, said, all, startedMillis, nowMillis);
    }

    /** Its producer has chosen how it ends. */
    public Ending end(Marker outcome, TransactionVersion said) {
      return new Ending(
          this, outcome, said, said == TransactionVersion.V2 && owner.producer().isLast());
    }

    /**
     * Somebody else ends it: a successor, or the time. The producer is fenced by that. As with
     * Kafka, one that knows version 2 and aborts what is aborted goes on with the next epoch,
     * unless a successor has it.
     */
    public Ending fence() {
      return end(Marker.ABORT, TransactionVersion.V2);
    }
  }

  /**
   * It is about to end: nothing more is written, and what was written becomes durable.
   *
   * @param transaction that ends
   * @param outcome that is wanted
   * @param movesOn whether the epochs are used up, so that the next transaction has another
   *     producer id
   */
  record Ending(Ongoing transaction, Marker outcome, TransactionVersion version, boolean movesOn)
      implements TransactionState {

    @Override
    public Owner owner() {
      return transaction.owner();
    }

    @Override
    public long updatedMillis() {
      return transaction.updatedMillis();
    }

    @Override
    public long startedMillis() {
      return transaction.startedMillis();
    }

    /**
     * @param decided may be an abort where a commit was wanted
     * @param nextProducerId present when the epochs are used up
     */
    public Prepared prepare(Marker decided, OptionalLong nextProducerId, long nowMillis) {
      Owner owner = transaction.owner();
      return new Prepared(
          decided,
          version == TransactionVersion.V2 ? owner.raised() : owner,
          version,
          nextProducerId,
          transaction.partitions(),
          transaction.startedMillis(),
          nowMillis);
    }
  }

  /** It will end so, whatever happens: markers are on their way. */
  record Prepared(
      Marker outcome,
      Owner owner,
      TransactionVersion version,
      OptionalLong nextProducerId,
      Set<TopicPartition> partitions,
      long startedMillis,
      long updatedMillis)
      implements TransactionState {

    public Prepared {
      partitions = Set.copyOf(partitions);
    }

    /** How the batches of the transaction name their producer. */
    ProducerEpoch writtenBy() {
      Optional<ProducerEpoch> former = owner.former();
      return version == TransactionVersion.V2 && former.isPresent()
          ? former.get()
          : owner.producer();
    }

    public Completed complete(long nowMillis) {
      Owner next = nextProducerId.isPresent() ? owner.movedTo(nextProducerId.getAsLong()) : owner;
      return new Completed(outcome, next, version, startedMillis, nowMillis);
    }
  }

  /** All partitions have the marker. */
  record Completed(
      Marker outcome,
      Owner owner,
      TransactionVersion version,
      long startedMillis,
      long updatedMillis)
      implements Idle {}
}
