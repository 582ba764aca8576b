package dev.headrace.log.broker;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Lets one thread at a time act on the groups of a shard, and sends the answers that became due
 * when that has ended. Thread-safe; nobody waits in a turn.
 */
final class ShardTurns {

  private final ReentrantLock lock = new ReentrantLock();
  private final LongSupplier elapsedMillis;
  private final WaitingAnswers answers = new WaitingAnswers();

  /**
   * @param elapsedMillis never goes back, whatever happens to the clock
   */
  ShardTurns(LongSupplier elapsedMillis) {
    this.elapsedMillis = elapsedMillis;
  }

  /** Only to be touched in a turn. */
  WaitingAnswers answers() {
    return answers;
  }

  void run(LongConsumer action) {
    take(
        nowMillis -> {
          action.accept(nowMillis);
          return "";
        });
  }

  /** Acts with the time as it is then; a turn may be taken in another. */
  <T> T take(LongFunction<T> action) {
    List<Runnable> due = List.of();
    lock.lock();
    try {
      return action.apply(elapsedMillis.getAsLong());
    } finally {
      if (lock.getHoldCount() == 1) {
        due = answers.takeDue();
      }
      lock.unlock();
      due.forEach(Runnable::run);
    }
  }
}
