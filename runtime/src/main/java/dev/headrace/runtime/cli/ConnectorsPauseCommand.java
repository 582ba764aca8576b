package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace connectors pause}. */
@Command(
    name = "pause",
    description = "Lets connectors rest until they are resumed, also after a restart.",
    mixinStandardHelpOptions = true)
final class ConnectorsPauseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NamedConnectors connectors;

  @Override
  public Integer call() {
    return connectors.each("PUT", "/pause", "paused", spec.commandLine().getOut());
  }
}
