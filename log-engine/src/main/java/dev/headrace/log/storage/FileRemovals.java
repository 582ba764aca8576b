package dev.headrace.log.storage;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Whoever takes files of partitions away, or puts others in their place, does it here; whoever
 * needs them to stay for a moment keeps all those waiting. Taken before the lock of a partition,
 * never within it. Thread-safe.
 */
final class FileRemovals {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Something that is done with files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Takes files away, beside others that do. */
  <T> T remove(Work<T> work) throws IOException {
    lock.readLock().lock();
    try {
      return work.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Does something while all files stay. */
  <T> T whileAllStay(Work<T> work) throws IOException {
    lock.writeLock().lock();
    try {
      return work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
