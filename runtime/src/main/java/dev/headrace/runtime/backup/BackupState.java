package dev.headrace.runtime.backup;

import dev.headrace.connector.Reason;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How the last backup of this process stands.
 *
 * <pre>
 *   None ──► Running ──► Done | Failed ──► Running ──► …
 * </pre>
 */
public sealed interface BackupState {

  /** There was none. */
  record None() implements BackupState {}

  /**
   * It is being written.
   *
   * @param totalBytes 0 while that is not known
   */
  record Running(Path folder, long copiedBytes, long totalBytes, long elapsedMillis)
      implements BackupState {}

  /**
   * It is on disk.
   *
   * @param taken the moment that it shows
   * @param copiedFirst files that could not be held by hard links, so that they were copied once
   *     more, and deletions waited for that
   * @param key whether the key of secrets is part of it
   */
  record Done(
      Path folder,
      Instant taken,
      int partitions,
      int files,
      long bytes,
      long elapsedMillis,
      int copiedFirst,
      Key key)
      implements BackupState {}

  /** What became of {@code secrets.key}. */
  enum Key {
    /** No config has ever had a secret, so there is none. */
    NONE,
    LEFT_OUT,
    INCLUDED
  }

  /** Nothing of it is left. */
  record Failed(Path folder, Reason reason) implements BackupState {}
}
