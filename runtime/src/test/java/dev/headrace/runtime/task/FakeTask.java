package dev.headrace.runtime.task;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A task whose turn is a function; interrupting it interrupts its thread. */
final class FakeTask implements Task {

  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);
  private final String id;
  private final Callable<Turn> turn;
  private volatile @Nullable Thread thread;

  FakeTask(String id, Callable<Turn> turn) {
    this.id = id;
    this.turn = turn;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Turn run() {
    thread = Thread.currentThread();
    entered.countDown();
    try {
      return turn.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      thread = null;
    }
  }

  @Override
  public void stop() {}

  @Override
  public void interrupt() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public TaskProgress progress() {
    return TaskProgress.NONE;
  }

  @Override
  public Optional<Standstill> standstill() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
