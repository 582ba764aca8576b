package dev.headrace.runtime.backup;

import dev.headrace.connector.Reason;
import java.util.Optional;

/** Takes backups of this node, one at a time. Thread-safe. */
public interface Backups {

  /**
   * Begins one, and does not wait for it.
   *
   * @return why none was begun; empty when one was
   */
  Optional<Reason> begin(BackupOrder order);

  BackupState state();

  /** Ends the one that is being written, soon; harmless when there is none. */
  void cancel();

  /** For a node whose log is elsewhere. */
  static Backups ofNoLog() {
    return new Backups() {
      @Override
      public Optional<Reason> begin(BackupOrder order) {
        return Optional.of(
            new Reason(
                "backup.no-log",
                "The log of this node is a Kafka cluster, and holds all that it has to keep.",
                "Back that cluster up."));
      }

      @Override
      public BackupState state() {
        return new BackupState.None();
      }

      @Override
      public void cancel() {}
    };
  }
}
