package dev.headrace.runtime.backup;

import dev.headrace.connector.Reason;
import dev.headrace.log.backup.BackupException;
import dev.headrace.log.backup.BackupManifest;
import dev.headrace.log.backup.BackupWriter;
import dev.headrace.log.backup.CopyProgress;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.PartitionOfflineException;
import dev.headrace.runtime.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** One backup, of whatever a cut can be made of. Used once. */
public final class CutBackup {

  /** Makes the cut. */
  @FunctionalInterface
  public interface Cutting {
    DataCut cut() throws IOException;
  }

  private final Path folder;
  private final InstantSource clock;
  private final CopyProgress progress = new CopyProgress();
  private final long beginNanos = System.nanoTime();

  public CutBackup(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Cuts and copies; takes as long as that does. */
  public BackupState write(Cutting cutting) {
    Instant taken = clock.instant();
    try (DataCut cut = cutting.cut()) {
      BackupManifest written = BackupWriter.write(cut, folder, Version.CURRENT, taken, progress);
      return new BackupState.Done(
          folder,
          taken,
          written.partitions().size(),
          written.files().size(),
          written.sizeInBytes(),
          elapsedMillis());
    } catch (BackupException e) {
      return failed(e.code(), e.what(), e.next());
    } catch (PartitionOfflineException e) {
      return failed(
          "backup.partition-offline",
          e.getMessage() + ".",
          "Mend or delete that partition first: a backup without it would be one with a loss.");
    } catch (IOException e) {
      return failed(
          "backup.no-cut",
          "The files of the log could not be held: " + e.getMessage() + ".",
          "The data directory must lie on a file system with hard links.");
    }
  }

  private BackupState failed(String code, String what, String next) {
    return new BackupState.Failed(folder, new Reason(code, what, next));
  }

  /** How far it is; any thread. */
  public BackupState.Running running() {
    return new BackupState.Running(
        folder, progress.copiedBytes(), progress.totalBytes(), elapsedMillis());
  }

  /** Ends it soon; any thread. */
  public void cancel() {
    progress.cancel();
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
  }
}
