package dev.headrace.runtime.backup;

import dev.headrace.connector.Reason;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups of the built-in log, each on a thread of its own that ends with it. Thread-safe. */
public final class NodeBackups implements Backups, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeBackups.class);

  private final CutBackup.Cutting cutting;
  private final InstantSource clock;
  private BackupState last = new BackupState.None();
  private Optional<CutBackup> current = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private boolean isClosed;

  public NodeBackups(CutBackup.Cutting cutting, InstantSource clock) {
    this.cutting = cutting;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Reason> begin(BackupOrder order) {
    if (current.isPresent()) {
      return Optional.of(
          new Reason(
              "backup.under-way",
              "A backup is being written to " + current.get().running().folder() + ".",
              "Wait until it is done, or cancel it with DELETE /backup."));
    }
    if (isClosed) {
      return Optional.of(
          new Reason("backup.stopping", "The node stops.", "Take the backup when it is stopped."));
    }
    CutBackup backup = new CutBackup(order, clock);
    current = Optional.of(backup);
    thread = Optional.of(Thread.ofPlatform().name("backup").daemon().start(() -> write(backup)));
    return Optional.empty();
  }

  private void write(CutBackup backup) {
    BackupState end =
        new BackupState.Failed(
            backup.running().folder(),
            new Reason(
                "internal",
                "Something that nobody foresaw; the log of the node has more.",
                "Report it, with those lines."));
    try {
      end = backup.write(cutting);
    } catch (RuntimeException e) {
      LOG.error("backup.failure: a backup ended in a way that nobody foresaw", e);
    } finally {
      ended(end);
    }
  }

  private synchronized void ended(BackupState end) {
    last = end;
    current = Optional.empty();
    switch (end) {
      case BackupState.Done done ->
          LOG.info(
              "backup.done: {} has {} partitions, {} bytes, in {} ms",
              done.folder(),
              done.partitions(),
              done.bytes(),
              done.elapsedMillis());
      case BackupState.Failed failed ->
          LOG.warn("{}: {}", failed.reason().code(), failed.reason().what());
      case BackupState.None _, BackupState.Running _ -> {}
    }
  }

  @Override
  public synchronized BackupState state() {
    return current.<BackupState>map(CutBackup::running).orElse(last);
  }

  @Override
  public synchronized void cancel() {
    current.ifPresent(CutBackup::cancel);
  }

  /** Cancels, and waits for the end of that. */
  @Override
  public void close() throws InterruptedException {
    Optional<Thread> writing;
    synchronized (this) {
      isClosed = true;
      cancel();
      writing = thread;
    }
    if (writing.isPresent()) {
      writing.get().join();
    }
  }
}
