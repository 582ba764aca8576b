package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace connectors resume}. */
@Command(
    name = "resume",
    description = "Lets paused and stopped connectors go on where they were.",
    mixinStandardHelpOptions = true)
final class ConnectorsResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NamedConnectors connectors;

  @Override
  public Integer call() {
    return connectors.each("PUT", "/resume", "resumed", spec.commandLine().getOut());
  }
}
