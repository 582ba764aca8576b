package dev.headrace.runtime.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a pool that have nothing to do. Each sleeps until it is called, or until the task
 * whose time it keeps is due: the first thread keeps the first deadline, the second one the second,
 * and so on. So a thread that goes into a turn leaves the next deadline to one that keeps it
 * already, and a turn wakes one thread. Under the pool's lock.
 *
 * <p>What an idle node does now and then runs in the interpreter, where loops cost a fraction of
 * streams.
 */
final class IdleThreads {

  private static final Logger LOG = LoggerFactory.getLogger(IdleThreads.class);

  private final Lock lock;
  private final TurnQueue turns;
  private final List<Sleeper> asleep = new ArrayList<>();

  /** Threads that were called and are not awake yet. */
  private int called;

  /** One thread. */
  private static final class Sleeper {
    private final Condition call;

    /** Empty when all deadlines are kept by others. */
    private final Optional<TurnQueue.Waiting> keeps;

    Sleeper(Condition call, Optional<TurnQueue.Waiting> keeps) {
      this.call = call;
      this.keeps = keeps;
    }
  }

  IdleThreads(Lock lock, TurnQueue turns) {
    this.lock = lock;
    this.turns = turns;
  }

  /** How many there are, with those that were called. */
  int count() {
    return asleep.size() + called;
  }

  /** The thread sleeps until it may have something to do. */
  @SuppressWarnings("WaitNotInLoop") // whoever is woken looks for itself
  void sleep() {
    Sleeper self = new Sleeper(lock.newCondition(), turns.firstWaiting(this::isKept));
    asleep.add(self);
    try {
      if (self.keeps.isPresent()) {
        long leftNanos = self.keeps.get().deadlineNanos() - System.nanoTime();
        self.call.await(leftNanos, TimeUnit.NANOSECONDS);
      } else {
        self.call.awaitUninterruptibly();
      }
    } catch (InterruptedException e) {
      LOG.debug("a connector left its thread interrupted", e);
    } finally {
      if (!asleep.remove(self)) {
        called--;
      }
    }
  }

  private boolean isKept(TurnQueue.Waiting entry) {
    for (Sleeper sleeper : asleep) {
      if (sleeper.keeps.isPresent() && sleeper.keeps.get().order() == entry.order()) {
        return true;
      }
    }
    return false;
  }

  /** Calls the thread that is missed least; whether one slept. */
  boolean callOne() {
    if (asleep.isEmpty()) {
      return false;
    }
    Sleeper last = asleep.getFirst();
    for (Sleeper each : asleep) {
      if (wakesAtNanos(each) > wakesAtNanos(last)) {
        last = each;
      }
    }
    call(last);
    return true;
  }

  void callAll() {
    List.copyOf(asleep).forEach(this::call);
  }

  private void call(Sleeper sleeper) {
    asleep.remove(sleeper);
    called++;
    sleeper.call.signal();
  }

  /** Whether somebody comes for each task that is ready, and in time for the first that waits. */
  boolean seeToAll() {
    return turns.readyCount() <= called && (turns.nothingWaits() || called > 0 || isFirstKept());
  }

  private boolean isFirstKept() {
    for (Sleeper sleeper : asleep) {
      if (wakesAtNanos(sleeper) <= turns.firstDeadline()) {
        return true;
      }
    }
    return false;
  }

  /** When it is of use: a task that does not wait any more needs nobody to keep its time. */
  private long wakesAtNanos(Sleeper sleeper) {
    return sleeper.keeps.isPresent() && turns.isWaiting(sleeper.keeps.get())
        ? sleeper.keeps.get().deadlineNanos()
        : Long.MAX_VALUE;
  }
}
