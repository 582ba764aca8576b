package dev.headrace.log.backup;

import dev.headrace.log.backup.BackupManifest.CopiedFile;
import dev.headrace.log.backup.BackupManifest.CopiedPartition;
import dev.headrace.log.backup.BackupManifest.Readers;
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
import java.util.stream.Stream;

/** Writes backups. */
public final class BackupWriter {

  private BackupWriter() {}

  /**
   * Copies a cut into a folder that is empty or does not exist yet. It is a backup only when all of
   * it is on disk; when that fails, what was copied is deleted.
   *
   * @param beside what goes with it
   * @param release that writes it
   * @param taken when the cut was made
   */
  public static BackupManifest write(
      DataCut cut, Beside beside, Path folder, String release, Instant taken, CopyProgress progress)
      throws BackupException {
    try {
      refuseOverlap(cut.dataDirectory(), folder);
      Target target = Target.claim(folder, "backup.target-not-empty");
      try {
        BackupManifest manifest =
            new BackupManifest(
                release,
                taken,
                copy(cut, beside, folder, progress),
                partitions(cut.partitions()),
                beside.leftOut());
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

  /** The next backup would have this one in it, and deleting one would delete the other. */
  private static void refuseOverlap(Path dataDirectory, Path folder)
      throws IOException, BackupException {
    if (Overlap.isWithin(folder, dataDirectory)) {
      throw new BackupException(
          "backup.target-in-data",
          folder + " lies in the data directory " + dataDirectory + ".",
          "Name a folder elsewhere, best on another disk.");
    }
    if (Overlap.isWithin(dataDirectory, folder)) {
      throw new BackupException(
          "backup.data-in-target",
          "The data directory " + dataDirectory + " lies in " + folder + ".",
          "Name a folder elsewhere, best on another disk.");
    }
  }

  private static List<CopiedFile> copy(
      DataCut cut, Beside beside, Path folder, CopyProgress progress) throws IOException {
    progress.begin(
        Stream.concat(beside.copied().stream(), cut.files().stream())
            .mapToLong(DataFile::sizeInBytes)
            .sum());
    Copier copier = new Copier(folder.resolve(BackupManifest.DATA), progress);
    List<CopiedFile> copied = new ArrayList<>();
    for (DataFile.Stored file : beside.copied()) {
      int crc = copier.copy(file.path(), file.name(), file.sizeInBytes(), Readers.OWNER);
      copied.add(new CopiedFile(file.name(), file.sizeInBytes(), crc, Readers.OWNER));
    }
    for (DataFile file : cut.files()) {
      int crc =
          switch (file) {
            case DataFile.Stored(String name, Path path, long size) ->
                copier.copy(path, name, size, Readers.ANY);
            case DataFile.Made(String name, byte[] content) -> copier.write(content, name);
          };
      copied.add(new CopiedFile(file.name(), file.sizeInBytes(), crc, Readers.ANY));
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
