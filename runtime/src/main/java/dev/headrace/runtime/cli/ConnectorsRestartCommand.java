package dev.headrace.runtime.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headrace connectors restart}. */
@Command(
    name = "restart",
    description = "Starts connectors and their tasks anew, where they were.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  headrace connectors restart orders-in",
      "  headrace connectors restart orders-in --only-failed",
      "  headrace connectors restart orders-in --task 3"
    })
final class ConnectorsRestartCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NamedConnectors connectors;

  @ArgGroup(exclusive = true)
  private Part part = new Part();

  /** Only one of them. */
  private static final class Part {
    @Option(names = "--only-failed", description = "What has failed, and nothing else.")
    private boolean onlyFailed;

    @Option(names = "--task", paramLabel = "NUMBER", description = "This task alone.")
    private Optional<Integer> task = Optional.empty();
  }

  @Override
  public Integer call() {
    String action =
        part.task.isPresent()
            ? "/tasks/" + part.task.get() + "/restart"
            : "/restart?includeTasks=true&onlyFailed=" + part.onlyFailed;
    return connectors.each("POST", action, "restarted", spec.commandLine().getOut());
  }
}
