package dev.headrace.log.queue;

import java.util.concurrent.Callable;

/** A client that works on a thread of its own until it is told to stop. */
abstract class Worker implements Callable<Void> {

  private volatile boolean isStopped;

  /** It ends what it has begun, and returns. */
  void stop() {
    isStopped = true;
  }

  boolean isStopped() {
    return isStopped || Thread.currentThread().isInterrupted();
  }
}
