package dev.headrace.runtime.cli;

import dev.headrace.connector.ReadMode;
import dev.headrace.runtime.StartFailure;
import dev.headrace.runtime.Worker;
import dev.headrace.runtime.config.ConfigProblem;
import dev.headrace.runtime.config.ConnectorFiles;
import dev.headrace.runtime.config.FileConnector;
import dev.headrace.runtime.config.FollowedFiles;
import dev.headrace.runtime.config.NodeSettings;
import dev.headrace.runtime.config.NodeSettingsSource.Loaded;
import dev.headrace.runtime.connector.Connectors.Applied;
import dev.headrace.runtime.connector.Supervisor;
import dev.headrace.runtime.plugin.Plugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace run}: a node, and the connectors of some files. */
@Command(
    name = "run",
    description = "Starts a node and applies the connector configs of files and folders.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A connector file is what Kafka Connect's REST takes:",
      "  {\"name\": \"orders-in\", \"config\": {\"connector.class\": \"file-source\", …}}",
      "Relative paths in it start at the working directory. The files are read again when they",
      "change.",
      "",
      "Examples:",
      "  headrace run config-examples/quickstart",
      "  headrace run orders.json --data /var/lib/headrace --kafka 127.0.0.1:0",
      "  headrace run nightly/ --once"
    })
final class RunCommand implements Callable<Integer> {

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Mixin private NodeOptions node;

  @Option(
      names = "--once",
      description = "Stop when all sources are read and all sinks are at the end.")
  private boolean once;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR",
      description = "Connector files, or folders of *.json.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Complaints complaints = new Complaints(spec.commandLine().getErr());
    Loaded loaded = node.load();
    ConnectorFiles connectors = ConnectorFiles.read(files);
    List<ConfigProblem> problems = new ArrayList<>();
    if (loaded instanceof Loaded.Wrong wrong) {
      problems.addAll(wrong.problems());
    }
    problems.addAll(connectors.problems());
    if (!(loaded instanceof Loaded.Settings(NodeSettings settings)) || !problems.isEmpty()) {
      complaints.tell(problems);
      return ExitCode.WRONG_USAGE.code();
    }
    return run(settings, connectors, complaints).code();
  }

  private ExitCode run(NodeSettings settings, ConnectorFiles files, Complaints complaints)
      throws InterruptedException {
    Interruption interruption = Interruption.install();
    ReadMode mode = once ? ReadMode.ONCE : ReadMode.CONTINUOUS;
    try (Plugins plugins = Plugins.load(RunCommand.class.getClassLoader(), settings.pluginsDir())) {
      plugins.problems().forEach(complaints::tell);
      try (Worker worker = Worker.start(settings, plugins, mode)) {
        List<ConfigProblem> problems = apply(files.connectors(), worker.connectors());
        if (!problems.isEmpty()) {
          complaints.tell(problems);
          return ExitCode.WRONG_USAGE;
        }
        if (once) {
          return watch(settings, worker, interruption, complaints);
        }
        worker.connectors().restore();
        try (FollowedFiles _ =
            FollowedFiles.follow(this.files, files, worker.connectors(), complaints::tell)) {
          return watch(settings, worker, interruption, complaints);
        }
      }
    } catch (StartFailure failure) {
      complaints.tell(failure.reason());
      return ExitCode.UNREACHABLE;
    }
  }

  /** Applies all connectors, or none when one of them is wrong. */
  private static List<ConfigProblem> apply(List<FileConnector> files, Supervisor connectors) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (FileConnector file : files) {
      connectors.validate(file.config()).forEach(problem -> problems.add(file.locate(problem)));
    }
    if (!problems.isEmpty()) {
      return problems;
    }
    for (FileConnector file : files) {
      if (connectors.apply(file.config()) instanceof Applied.Invalid invalid) {
        invalid.problems().forEach(problem -> problems.add(file.locate(problem)));
      }
    }
    return problems;
  }

  private ExitCode watch(
      NodeSettings settings, Worker worker, Interruption interruption, Complaints complaints)
      throws InterruptedException {
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    String command = System.getProperty("headrace.command", "headrace");
    Banner banner = Banner.of(command, settings.dataDir(), worker.addresses(), worker.connectors());
    banner.lines().forEach(terminal::line);
    if (!once) {
      banner.tryNext().forEach(terminal::line);
    }
    ProgressReport report = new ProgressReport(worker.connectors(), terminal);
    Completion completion = once ? Completion.awaited(worker.connectors()) : Completion.never();
    while (!completion.isDone()
        && !interruption.await(once ? Completion.LOOK_EVERY_MILLIS : report.millisToNextTick())) {
      report.tick(System.nanoTime());
    }
    if (interruption.isAsked()) {
      terminal.line("stopping; Ctrl-C again ends at once");
    }
    worker.connectors().stop(STOP_WITHIN);
    terminal.line("stopped: " + Totals.of(worker.connectors()).summary());
    completion.outcome().failures().forEach(complaints::tell);
    return ExitCode.of(completion.outcome());
  }
}
