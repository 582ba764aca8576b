package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace plugins}: what can be used as {@code connector.class}. */
@Command(
    name = "plugins",
    description = "Lists the connectors that can be used, and shows their settings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PluginsListCommand.class, PluginsShowCommand.class})
final class PluginsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE.code();
  }
}
