package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.connector.Reason;
import dev.headrace.log.storage.DataCut;
import dev.headrace.log.storage.DataDirectoryException;
import dev.headrace.log.storage.FilePartitions;
import dev.headrace.log.storage.StorageSettings;
import dev.headrace.runtime.NodeFile;
import dev.headrace.runtime.backup.BackupOrder;
import dev.headrace.runtime.backup.BackupState;
import dev.headrace.runtime.backup.CutBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code headrace backup}. A running node writes the backup itself, since its data directory is its
 * own; that of a stopped one is read by this process.
 */
@Command(
    name = "backup",
    description =
        "Copies the data of a node, running or stopped, as it is at one moment: topics, the offsets"
            + " of groups, transactions, configs and positions of connectors.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A running node goes on meanwhile, and writes the folder on its own machine.",
      "Not part of it: secrets.key, which opens the secrets in configs, without",
      "--with-secrets-key (keep a copy elsewhere); config files, plugins, and the far",
      "sides of connectors.",
      "Back to a node:  headrace restore DIR --data NEW_DIR"
    })
final class BackupCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;

  @Mixin private RestNode node;

  @Parameters(paramLabel = "DIR", description = "The folder to write, empty or not there yet.")
  private Path folder = Path.of("");

  @Option(
      names = "--with-secrets-key",
      description =
          "Copies secrets.key as well, for its owner only: whoever can read the folder can read the"
              + " secrets in configs then.")
  private boolean withSecretsKey;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Path target = folder.toAbsolutePath().normalize();
    BackupState end = node.isNamed() ? ofRunningNode(target) : ofDataDirectory(target);
    return switch (end) {
      case BackupState.Done done -> {
        tell(done, spec.commandLine().getOut());
        yield ExitCode.DONE.code();
      }
      case BackupState.Failed failed ->
          throw new CommandFailure(CopyOutcome.exitCode(failed.reason().code()), failed.reason());
      case BackupState.None _, BackupState.Running _ ->
          throw new IllegalStateException("it has not ended: " + end);
    };
  }

  private BackupState ofDataDirectory(Path target) {
    Path data = node.dataDirectory();
    if (!Files.exists(data.resolve(DataCut.formatFile()))) {
      return ofNodeWithoutLog(data, target);
    }
    try (FilePartitions partitions = FilePartitions.open(data, StorageSettings.defaults())) {
      CutBackup backup = new CutBackup(order(target), InstantSource.system());
      return new LongWork(Terminal.of(spec.commandLine().getOut()), backup::cancel)
          .run("backup", () -> backup.write(partitions::cut), () -> progress(backup.running()));
    } catch (DataDirectoryException e) {
      if (e.code().equals("data.in-use")) {
        return ofRunningNode(target);
      }
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          new Reason(e.code(), e.what(), "Mend that, or name another with --data DIR."),
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          new Reason(
              "backup.unreadable",
              "The data directory " + data + " cannot be read: " + e.getMessage() + ".",
              "Give this user access to it."),
          e);
    }
  }

  private BackupOrder order(Path target) {
    return new BackupOrder(
        target, withSecretsKey ? BackupOrder.Key.INCLUDED : BackupOrder.Key.LEFT_OUT);
  }

  /** One whose log is elsewhere says so itself. */
  private BackupState ofNodeWithoutLog(Path data, Path target) {
    try {
      if (NodeFile.read(data).isPresent()) {
        return ofRunningNode(target);
      }
    } catch (IOException _) {
      // What follows says all there is to say.
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        new Reason(
            "backup.no-data",
            data + " is no data directory of a node.",
            "Name it with --data DIR, or a running node with --rest HOST:PORT."));
  }

  private BackupState ofRunningNode(Path target) {
    ObjectNode wanted =
        JSON.createObjectNode()
            .put("directory", target.toString())
            .put("secrets_key", withSecretsKey);
    node.ask("POST", "/backup", Optional.of(wanted.toString()));
    LongWork work =
        new LongWork(
            Terminal.of(spec.commandLine().getOut()),
            () -> node.ask("DELETE", "/backup", Optional.empty()));
    BackupState[] seen = {new BackupState.None()};
    return work.await(
        () -> {
          seen[0] = state(node.ask("GET", "/backup", Optional.empty()));
          return seen[0] instanceof BackupState.Running ? Optional.empty() : Optional.of(seen[0]);
        },
        () -> seen[0] instanceof BackupState.Running running ? progress(running) : "");
  }

  private static BackupState state(JsonNode answer) {
    Path folder = Path.of(answer.path("directory").asText());
    return switch (answer.path("state").asText()) {
      case "RUNNING" ->
          new BackupState.Running(
              folder,
              answer.path("copied_bytes").asLong(),
              answer.path("total_bytes").asLong(),
              answer.path("elapsed_ms").asLong());
      case "DONE" ->
          new BackupState.Done(
              folder,
              Instant.parse(answer.path("taken").asText()),
              answer.path("partitions").asInt(),
              answer.path("files").asInt(),
              answer.path("bytes").asLong(),
              answer.path("elapsed_ms").asLong(),
              answer.path("files_copied_first").asInt(),
              BackupState.Key.valueOf(answer.path("secrets_key").asText("NONE")));
      case "FAILED" ->
          new BackupState.Failed(
              folder,
              new Reason(
                  answer.path("code").asText(),
                  answer.path("message").asText(),
                  answer.path("next").asText()));
      default ->
          throw new CommandFailure(
              ExitCode.FAILED,
              new Reason(
                  "backup.lost",
                  "The node does not know of the backup any more.",
                  "It was restarted meanwhile: delete the folder and run it again."));
    };
  }

  private static String progress(BackupState.Running running) {
    return CopyOutcome.progress(running.copiedBytes(), running.totalBytes());
  }

  private void tell(BackupState.Done done, PrintWriter out) {
    if (json) {
      out.println(
          JSON.createObjectNode()
              .put("directory", done.folder().toString())
              .put("taken", done.taken().toString())
              .put("partitions", done.partitions())
              .put("files", done.files())
              .put("bytes", done.bytes())
              .put("elapsed_ms", done.elapsedMillis())
              .put("files_copied_first", done.copiedFirst())
              .put("secrets_key", done.key().toString()));
    } else {
      out.printf(
          "backed up %d partition%s, %s in %.1f s, as they were at %s, to %s%n",
          done.partitions(),
          done.partitions() == 1 ? "" : "s",
          Totals.size(done.bytes()),
          done.elapsedMillis() / 1000.0,
          done.taken(),
          done.folder());
      if (done.copiedFirst() > 0) {
        out.printf(
            "%d of its files had to be copied twice, for the file system has no hard links;"
                + " deletions waited meanwhile%n",
            done.copiedFirst());
      }
      switch (done.key()) {
        case NONE -> {}
        case LEFT_OUT ->
            out.println(
                "secrets.key of the data directory is not part of it: keep a copy elsewhere");
        case INCLUDED ->
            out.println(
                "warning: secrets.key is part of it: whoever can read the folder can read the"
                    + " secrets in configs");
      }
    }
    out.flush();
  }
}
