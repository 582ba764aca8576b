package dev.headrace.log.backup;

import dev.headrace.log.backup.BackupManifest.CopiedFile;
import dev.headrace.log.backup.BackupManifest.CopiedPartition;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DataFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes backups. */
public final class BackupWriter {

  private BackupWriter() {}

  /**
   * Copies a cut into a folder that is empty or does not exist yet. It is a backup only when all of
   * it is on disk; when that fails, what was copied is deleted.
   *
   * @param release that writes it
   * @param taken when the cut was made
   */
  public static BackupManifest write(
      DataCut cut, Path folder, String release, Instant taken, CopyProgress progress)
      throws BackupException {
    try {
      Target target = Target.claim(folder, "backup.target-not-empty");
      try {
        BackupManifest manifest =
            new BackupManifest(
                release, taken, copy(cut, folder, progress), partitions(cut.partitions()));
        finish(folder, manifest);
        return manifest;
      } catch (IOException | RuntimeException e) {
        target.undo(e);
        throw e;
      }
    } catch (Copier.CancelledException e) {
      throw new BackupException(
          "backup.cancelled", "The backup was cancelled.", "Take it again when there is time.", e);
    } catch (IOException e) {
      throw new BackupException(
          "backup.not-written",
          folder + " could not be written: " + reason(e) + ".",
          "Name a folder that this user may write, on a disk with enough room.",
          e);
    }
  }

  private static List<CopiedFile> copy(DataCut cut, Path folder, CopyProgress progress)
      throws IOException {
    progress.begin(cut.files().stream().mapToLong(DataFile::sizeInBytes).sum());
    Copier copier = new Copier(folder.resolve(BackupManifest.DATA), progress);
    List<CopiedFile> copied = new ArrayList<>();
    for (DataFile file : cut.files()) {
      int crc =
          switch (file) {
            case DataFile.Stored(String name, Path path, long size) ->
                copier.copy(path, name, size);
            case DataFile.Made(String name, byte[] content) -> copier.write(content, name);
          };
      copied.add(new CopiedFile(file.name(), file.sizeInBytes(), crc));
    }
    copier.finish();
    return copied;
  }

  private static List<CopiedPartition> partitions(List<DataCut.PartitionEnds> partitions) {
    return partitions.stream()
        .map(
            it ->
                new CopiedPartition(
                    it.partition().topic(),
                    it.partition().partition(),
                    it.topicId(),
                    it.startOffset(),
                    it.endOffset()))
        .toList();
  }

  private static void finish(Path folder, BackupManifest manifest) throws IOException {
    String unfinished = BackupManifest.FILE + ".tmp";
    Copier copier = new Copier(folder, new CopyProgress());
    copier.write(manifest.encode(), unfinished);
    copier.finish();
    Files.move(
        folder.resolve(unfinished),
        folder.resolve(BackupManifest.FILE),
        StandardCopyOption.ATOMIC_MOVE);
    Copier.force(folder);
  }

  static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "access to " + e.getMessage() + " is denied"
        : String.valueOf(e.getMessage());
  }
}
