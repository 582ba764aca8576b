package dev.headrace.runtime.cli;

/** What the commands that copy data directories tell alike. */
final class CopyOutcome {

  private CopyOutcome() {}

  /** By the code of what went wrong. */
  static ExitCode exitCode(String code) {
    return switch (code) {
      case "backup.target-not-empty",
          "backup.target-in-data",
          "backup.data-in-target",
          "restore.target-not-empty",
          "restore.target-in-backup",
          "backup.none" ->
          ExitCode.WRONG_USAGE;
      case "backup.not-written", "restore.not-written" -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILED;
    };
  }

  /** How far it is. */
  static String progress(long copiedBytes, long totalBytes) {
    return totalBytes == 0
        ? "looking at the data"
        : "copied %s of %s (%d %%)"
            .formatted(
                Totals.size(copiedBytes), Totals.size(totalBytes), copiedBytes * 100 / totalBytes);
  }
}
