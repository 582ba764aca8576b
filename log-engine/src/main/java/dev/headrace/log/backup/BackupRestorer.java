package dev.headrace.log.backup;

import dev.headrace.log.backup.BackupManifest.CopiedFile;
import dev.headrace.log.storage.DataCut;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Makes data directories of backups. */
public final class BackupRestorer {

  /** In place of the format, so that no node takes a half of a directory for a whole one. */
  private static final String UNFINISHED =
      "a backup is being restored, or that was not finished: delete this folder then\n";

  private BackupRestorer() {}

  /**
   * Copies a backup into a folder that is empty or does not exist yet, and compares what it copies
   * with the checksums. The folder is a data directory only when all of it is on disk and right;
   * when that fails, what was copied is deleted.
   */
  public static BackupManifest restore(Path backup, Path dataDirectory, CopyProgress progress)
      throws BackupException {
    BackupManifest manifest = BackupManifest.read(backup);
    try {
      if (Overlap.isWithin(dataDirectory, backup)) {
        throw new BackupException(
            "restore.target-in-backup",
            dataDirectory + " lies in the backup " + backup + ".",
            "Name a folder elsewhere: a backup stays as it is.");
      }
      Target target = Target.claim(dataDirectory, "restore.target-not-empty");
      try {
        copy(backup.resolve(BackupManifest.DATA), manifest, dataDirectory, progress);
        return manifest;
      } catch (IOException | BackupException | RuntimeException e) {
        target.undo(e);
        throw e;
      }
    } catch (Copier.CancelledException e) {
      throw new BackupException(
          "restore.cancelled", "The restore was cancelled.", "Run it again when there is time.", e);
    } catch (IOException e) {
      throw new BackupException(
          "restore.not-written",
          dataDirectory + " could not be written: " + BackupWriter.reason(e) + ".",
          "Name a folder that this user may write, on a disk with enough room.",
          e);
    }
  }

  /** What stands in place of the format while a folder is being filled. */
  static String unfinished() {
    return UNFINISHED;
  }

  private static void copy(
      Path data, BackupManifest manifest, Path dataDirectory, CopyProgress progress)
      throws IOException, BackupException {
    progress.begin(manifest.sizeInBytes());
    Copier copier = new Copier(dataDirectory, progress);
    copier.write(UNFINISHED.getBytes(StandardCharsets.US_ASCII), DataCut.formatFile());
    String format = DataCut.formatFile() + ".restored";
    for (CopiedFile file : manifest.files()) {
      boolean isFormat = file.name().equals(DataCut.formatFile());
      copy(data, file, isFormat ? format : file.name(), copier);
    }
    copier.finish();
    if (!Files.exists(dataDirectory.resolve(format))) {
      throw damaged(data.resolve(DataCut.formatFile()), "it is not part of the backup", null);
    }
    Files.move(
        dataDirectory.resolve(format),
        dataDirectory.resolve(DataCut.formatFile()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Copier.force(dataDirectory);
  }

  private static void copy(Path data, CopiedFile file, String name, Copier copier)
      throws IOException, BackupException {
    Path from = data.resolve(file.name());
    try {
      if (Files.size(from) != file.sizeInBytes()) {
        throw damaged(
            from, "it has " + Files.size(from) + " bytes in place of " + file.sizeInBytes(), null);
      }
      if (copier.copy(from, name, file.sizeInBytes(), file.readers()) != file.crc32c()) {
        throw damaged(from, "its checksum is another than when it was written", null);
      }
    } catch (NoSuchFileException e) {
      throw damaged(from, "it is missing", e);
    } catch (EOFException e) {
      throw damaged(from, "it ends too early", e);
    }
  }

  private static BackupException damaged(Path file, String why, @Nullable IOException cause) {
    String what = file + " is damaged: " + why + ".";
    String next = "Nothing was restored; use another backup.";
    return cause == null
        ? new BackupException("backup.damaged", what, next)
        : new BackupException("backup.damaged", what, next, cause);
  }
}
