package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.connector.Reason;
import dev.headrace.log.backup.BackupException;
import dev.headrace.log.backup.BackupManifest;
import dev.headrace.log.backup.BackupRestorer;
import dev.headrace.log.backup.CopyProgress;
import dev.headrace.runtime.backup.BackupState;
import dev.headrace.runtime.secret.Seals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace restore}. */
@Command(
    name = "restore",
    description = "Makes a data directory of a backup, after comparing all of it with checksums.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Then start a node on it:  headrace run --data DIR",
      "If the backup was taken without secrets.key, put that into DIR first: without it",
      "the secrets in configs that were sent to REST cannot be opened."
    })
final class RestoreCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BACKUP", description = "The folder that `headrace backup` wrote.")
  private Path backup = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description =
          "The data directory to make, empty or not there yet (default ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    long beginNanos = System.nanoTime();
    CopyProgress progress = new CopyProgress();
    BackupManifest restored =
        new LongWork(Terminal.of(spec.commandLine().getOut()), progress::cancel)
            .run(
                "restore",
                () -> restore(progress),
                () -> CopyOutcome.progress(progress.copiedBytes(), progress.totalBytes()));
    long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    tell(restored, elapsedMillis, spec.commandLine().getOut());
    return ExitCode.DONE.code();
  }

  private BackupManifest restore(CopyProgress progress) {
    try {
      return BackupRestorer.restore(
          backup.toAbsolutePath().normalize(), data.toAbsolutePath().normalize(), progress);
    } catch (BackupException e) {
      throw new CommandFailure(
          CopyOutcome.exitCode(e.code()), new Reason(e.code(), e.what(), e.next()), e);
    }
  }

  private void tell(BackupManifest restored, long elapsedMillis, PrintWriter out) {
    if (json) {
      out.println(
          JSON.createObjectNode()
              .put("directory", data.toAbsolutePath().normalize().toString())
              .put("taken", restored.taken().toString())
              .put("partitions", restored.partitions().size())
              .put("files", restored.files().size())
              .put("bytes", restored.sizeInBytes())
              .put("elapsed_ms", elapsedMillis)
              .put("secrets_key", key(restored).toString()));
    } else {
      out.printf(
          "restored %d partition%s, %s in %.1f s, as they were at %s, to %s%n",
          restored.partitions().size(),
          restored.partitions().size() == 1 ? "" : "s",
          Totals.size(restored.sizeInBytes()),
          elapsedMillis / 1000.0,
          restored.taken(),
          data.toAbsolutePath().normalize());
      tellOfKey(key(restored), out);
      out.println("start it with: headrace run --data " + data);
    }
    out.flush();
  }

  private static BackupState.Key key(BackupManifest restored) {
    if (restored.leftOut().contains(Seals.KEY_FILE)) {
      return BackupState.Key.LEFT_OUT;
    }
    return restored.files().stream().anyMatch(file -> file.name().equals(Seals.KEY_FILE))
        ? BackupState.Key.INCLUDED
        : BackupState.Key.NONE;
  }

  private void tellOfKey(BackupState.Key key, PrintWriter out) {
    Path file = data.resolve(Seals.KEY_FILE);
    switch (key) {
      case NONE -> {}
      case INCLUDED -> out.println("with secrets.key, so secrets in configs can be opened");
      case LEFT_OUT -> {
        out.println(
            "secrets in configs that were sent to REST cannot be opened: secrets.key is not part of"
                + " the backup");
        out.printf(
            "put it there before the start: cp OLD_DATA/%s %s && chmod 600 %s%n",
            Seals.KEY_FILE, file, file);
      }
    }
  }
}
