package dev.headrace.runtime.cli;

import dev.headrace.runtime.config.ConfigProblem;
import dev.headrace.runtime.config.ConnectorFiles;
import dev.headrace.runtime.config.FileConnector;
import dev.headrace.runtime.connector.ConnectorCheck;
import dev.headrace.runtime.plugin.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace validate}: finds all that is wrong with connector files, without a node. */
@Command(
    name = "validate",
    description = "Checks connector files and tells all that is wrong with them.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private PluginsFolder folder;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Connector files, or folders of *.json.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    try (Plugins plugins = folder.load()) {
      ConnectorFiles read = ConnectorFiles.read(files);
      List<ConfigProblem> problems = new ArrayList<>(read.problems());
      ConnectorCheck check = new ConnectorCheck(plugins);
      for (FileConnector connector : read.connectors()) {
        check
            .problems(connector.config())
            .forEach(problem -> problems.add(connector.locate(problem)));
      }
      if (!problems.isEmpty()) {
        new Complaints(spec.commandLine().getErr()).tell(problems);
        return ExitCode.WRONG_USAGE.code();
      }
      for (FileConnector connector : read.connectors()) {
        spec.commandLine().getOut().printf("%s is right%n", connector.config().name());
      }
      spec.commandLine().getOut().flush();
      return ExitCode.DONE.code();
    }
  }
}
