package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace connectors}: the connectors of a running node, over its REST interface. */
@Command(
    name = "connectors",
    description =
        "Lists, shows, creates, deletes, pauses and restarts connectors of a running node.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConnectorsListCommand.class,
      ConnectorsShowCommand.class,
      ConnectorsCreateCommand.class,
      ConnectorsDeleteCommand.class,
      ConnectorsPauseCommand.class,
      ConnectorsResumeCommand.class,
      ConnectorsStopCommand.class,
      ConnectorsRestartCommand.class
    })
final class ConnectorsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE.code();
  }
}
