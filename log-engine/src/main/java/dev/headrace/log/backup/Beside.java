package dev.headrace.log.backup;

import dev.headrace.log.storage.DataFile;
import java.util.List;

/**
 * What a data directory has beside the log, of others than the log.
 *
 * @param copied files that become a part of the backup; only their owner may read them, there and
 *     where they are restored
 * @param leftOut names of files that do not, for whoever restores it
 */
public record Beside(List<DataFile.Stored> copied, List<String> leftOut) {

  /** There is nothing. */
  public static final Beside NOTHING = new Beside(List.of(), List.of());

  public Beside {
    copied = List.copyOf(copied);
    leftOut = List.copyOf(leftOut);
  }
}
