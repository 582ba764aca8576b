package dev.headrace.log.broker;

import dev.headrace.log.transaction.Owner;
import dev.headrace.log.transaction.TransactionState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The place of one transactional id: who has it, and how far its transaction has come.
 *
 * <p>Thread-safe by one lock, under which is decided, logged and changed, so that the order of the
 * log is that of the decisions. Whoever appends records of the transaction does so under it, too:
 * none can slip in behind the choice of an outcome. Nobody waits for the disk under it; answers
 * wait for {@link #logged()}.
 */
final class TransactionSeat {

  private final String transactionalId;
  private final TransactionLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<TransactionState> state;
  private CompletionStage<Void> logged = CompletableFuture.completedStage(null);
  private CompletionStage<?> onItsWay = CompletableFuture.completedStage(null);
  private Optional<String> stuck = Optional.empty();
  private long deadlineMillis = Long.MAX_VALUE;
  private boolean isInUse;
  private boolean isRemoved;

  /**
   * @param state as it was logged; empty for an id that nobody had
   */
  TransactionSeat(String transactionalId, TransactionLog log, Optional<TransactionState> state) {
    this.transactionalId = transactionalId;
    this.log = log;
    this.state = state;
  }

  String transactionalId() {
    return transactionalId;
  }

  /** Takes the lock and acts. */
  <T> T inTurn(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Empty for an id that nobody had. In turn. */
  Optional<TransactionState> state() {
    return state;
  }

  /** Whether it is this owner that may write now. In turn. */
  boolean isOwnedBy(Owner owner) {
    return state.map(TransactionState::owner).filter(owner::equals).isPresent();
  }

  /**
   * Logs a state and takes it over. In turn.
   *
   * @return false when the log takes nothing; then all is as before
   */
  boolean become(TransactionState next) {
    CompletionStage<Void> durable = log.append(transactionalId, next);
    if (durable.toCompletableFuture().isCompletedExceptionally()) {
      return false;
    }
    logged = durable;
    state = Optional.of(next);
    return true;
  }

  /** Takes over a state that is not logged. In turn. */
  void becomeUnlogged(TransactionState next) {
    state = Optional.of(next);
  }

  /** Done when the last logged state is durable. In turn. */
  CompletionStage<Void> logged() {
    return logged;
  }

  /** Whether a crash would bring back the present state, or a later one. In turn. */
  boolean isDurable() {
    return logged.toCompletableFuture().isDone()
        && !logged.toCompletableFuture().isCompletedExceptionally();
  }

  /** Something is written in the owner's name, which a successor has to wait for. In turn. */
  void expect(CompletionStage<?> end) {
    onItsWay = end;
  }

  /** Done when the last thing that was written in an owner's name is settled. In turn. */
  CompletionStage<Void> settled() {
    return onItsWay.handle((_, _) -> null);
  }

  /** Why the last transaction can only be ended by the next start. In turn. */
  Optional<String> stuck() {
    return stuck;
  }

  /** Keeps what is logged as it is, for the next start to settle by it. In turn. */
  void leaveStuck(String reason) {
    stuck = Optional.of(reason);
  }

  /** The open transaction is to be aborted then, on the clock that never goes back. In turn. */
  void deadline(long millis) {
    deadlineMillis = millis;
  }

  /** In turn. */
  long deadlineMillis() {
    return deadlineMillis;
  }

  /** A writer inside the process has it, until the process ends. In turn. */
  void use() {
    isInUse = true;
  }

  /** Whether a writer inside the process has it. In turn. */
  boolean isInUse() {
    return isInUse;
  }

  /** Whether somebody who found it earlier has to look again. In turn. */
  boolean isRemoved() {
    return isRemoved;
  }

  /**
   * Forgets the id. In turn.
   *
   * @return false when the log takes nothing; then all is as before
   */
  boolean remove() {
    if (state.isPresent()
        && log.forget(transactionalId).toCompletableFuture().isCompletedExceptionally()) {
      return false;
    }
    state = Optional.empty();
    isRemoved = true;
    return true;
  }
}
