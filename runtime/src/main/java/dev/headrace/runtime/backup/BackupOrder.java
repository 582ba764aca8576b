package dev.headrace.runtime.backup;

import java.nio.file.Path;

/**
 * What somebody wants backed up, and where to.
 *
 * @param folder on the machine of the node, empty or not there yet; absolute
 * @param key whether the key goes with it that opens the secrets in configs
 */
public record BackupOrder(Path folder, Key key) {

  /** What becomes of {@code secrets.key}. */
  public enum Key {
    LEFT_OUT,
    INCLUDED
  }

  /** One without the key. */
  public static BackupOrder to(Path folder) {
    return new BackupOrder(folder, Key.LEFT_OUT);
  }
}
