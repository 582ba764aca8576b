package dev.headrace.log.storage;

import java.io.IOException;
import java.util.Optional;

/** A partition as those see it that read it, and that take old data away. Thread-safe. */
interface LogAccess {

  PartitionSettings settings();

  /** What is below is on disk. */
  long durableEnd();

  /** Looks at the partition; again when a segment was taken away under the looker's hands. */
  <T> T look(Look<T> look) throws IOException;

  /** A look. */
  @FunctionalInterface
  interface Look<T> {
    T at(LogView view) throws IOException;
  }

  /**
   * Changes the partition, excluding appends; readers see the change when this returns.
   *
   * @return empty when it is offline or being closed, and then nothing was done
   */
  <T> Optional<T> change(Change<T> change) throws IOException;

  /** A change. */
  @FunctionalInterface
  interface Change<T> {
    T by(LogWriter writer) throws IOException;
  }

  /** Something is to be flushed. */
  void flushDue();

  /** Why it is offline; empty while it is not. */
  Optional<String> offlineReason();

  /** Memory and disk may not agree any more. Not within a change. */
  void takeOffline(String reason);
}
