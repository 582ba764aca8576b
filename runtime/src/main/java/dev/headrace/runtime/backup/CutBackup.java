package dev.headrace.runtime.backup;

import dev.headrace.connector.Reason;
import dev.headrace.log.backup.BackupException;
import dev.headrace.log.backup.BackupManifest;
import dev.headrace.log.backup.BackupWriter;
import dev.headrace.log.backup.Beside;
import dev.headrace.log.backup.CopyProgress;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DataFile;
import dev.headrace.log.storage.PartitionOfflineException;
import dev.headrace.runtime.Version;
import dev.headrace.runtime.secret.Seals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One backup, of whatever a cut can be made of. Used once. */
public final class CutBackup {

  /** Makes the cut. */
  @FunctionalInterface
  public interface Cutting {
    DataCut cut() throws IOException;
  }

  private final BackupOrder order;
  private final InstantSource clock;
  private final CopyProgress progress = new CopyProgress();
  private final long beginNanos = System.nanoTime();

  public CutBackup(BackupOrder order, InstantSource clock) {
    this.order = order;
    this.clock = clock;
  }

  /** Cuts and copies; takes as long as that does. */
  public BackupState write(Cutting cutting) {
    Instant taken = clock.instant();
    try (DataCut cut = cutting.cut()) {
      Path keyFile = cut.dataDirectory().resolve(Seals.KEY_FILE);
      BackupState.Key key = keyIn(keyFile);
      BackupManifest written =
          BackupWriter.write(
              cut, beside(key, keyFile), order.folder(), Version.CURRENT, taken, progress);
      return new BackupState.Done(
          order.folder(),
          taken,
          written.partitions().size(),
          written.files().size(),
          written.sizeInBytes(),
          elapsedMillis(),
          cut.copiedFiles(),
          key);
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
          "Mend that, and make room on the disk of the data directory.");
    }
  }

  private BackupState.Key keyIn(Path keyFile) {
    if (!Files.exists(keyFile)) {
      return BackupState.Key.NONE;
    }
    return switch (order.key()) {
      case LEFT_OUT -> BackupState.Key.LEFT_OUT;
      case INCLUDED -> BackupState.Key.INCLUDED;
    };
  }

  private static Beside beside(BackupState.Key key, Path keyFile) throws IOException {
    return switch (key) {
      case NONE -> Beside.NOTHING;
      case LEFT_OUT -> new Beside(List.of(), List.of(Seals.KEY_FILE));
      case INCLUDED ->
          new Beside(
              List.of(new DataFile.Stored(Seals.KEY_FILE, keyFile, Files.size(keyFile))),
              List.of());
    };
  }

  private BackupState failed(String code, String what, String next) {
    return new BackupState.Failed(order.folder(), new Reason(code, what, next));
  }

  /** How far it is; any thread. */
  public BackupState.Running running() {
    return new BackupState.Running(
        order.folder(), progress.copiedBytes(), progress.totalBytes(), elapsedMillis());
  }

  /** Ends it soon; any thread. */
  public void cancel() {
    progress.cancel();
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
  }
}
