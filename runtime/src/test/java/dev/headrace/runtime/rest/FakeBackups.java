package dev.headrace.runtime.rest;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.backup.BackupOrder;
import dev.headrace.runtime.backup.BackupState;
import dev.headrace.runtime.backup.Backups;
import java.util.Optional;

/** Backups that get as far as a test lets them. */
final class FakeBackups implements Backups {

  private volatile BackupState state = new BackupState.None();
  private volatile boolean isCancelled;
  private volatile Optional<BackupOrder> last = Optional.empty();

  @Override
  public Optional<Reason> begin(BackupOrder order) {
    if (state instanceof BackupState.Running) {
      return Optional.of(new Reason("backup.under-way", "One is being written.", "Wait."));
    }
    state = new BackupState.Running(order.folder(), 1, 10, 5);
    last = Optional.of(order);
    return Optional.empty();
  }

  @Override
  public BackupState state() {
    return state;
  }

  @Override
  public void cancel() {
    isCancelled = true;
  }

  void become(BackupState other) {
    state = other;
  }

  Optional<BackupOrder> last() {
    return last;
  }

  boolean isCancelled() {
    return isCancelled;
  }
}
