package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace connectors delete}. */
@Command(
    name = "delete",
    description = "Stops and forgets connectors; their positions stay in the log.",
    mixinStandardHelpOptions = true)
final class ConnectorsDeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NamedConnectors connectors;

  @Override
  public Integer call() {
    return connectors.each("DELETE", "", "deleted", spec.commandLine().getOut());
  }
}
