package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace connectors stop}. */
@Command(
    name = "stop",
    description = "Lets connectors rest without tasks until they are resumed.",
    mixinStandardHelpOptions = true)
final class ConnectorsStopCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NamedConnectors connectors;

  @Override
  public Integer call() {
    return connectors.each("PUT", "/stop", "stopped", spec.commandLine().getOut());
  }
}
