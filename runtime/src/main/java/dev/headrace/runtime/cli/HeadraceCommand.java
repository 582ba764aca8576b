package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace}: the root of all commands. */
@Command(
    name = "headrace",
    description = "Moves data between systems, continuously, through a log that speaks Kafka.",
    versionProvider = HeadraceCommand.VersionText.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      ConnectorsCommand.class,
      TopicsCommand.class,
      PluginsCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      RehearseCommand.class
    },
    footer = {
      "",
      "Start here:  headrace run config-examples/quickstart",
      "Exit codes:  0 done, 1 failed, 2 wrong usage or config, 3 something needed is missing"
    })
public final class HeadraceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  private HeadraceCommand() {}

  /** Runs the command that the arguments name; returns its {@link ExitCode} when it is done. */
  public static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new HeadraceCommand())
        .setParameterExceptionHandler(new UsageMistakes())
        .setExecutionExceptionHandler(HeadraceCommand::failed);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE.code();
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof CommandFailure expected) {
      new Complaints(command.getErr()).tell(expected.reason());
      return expected.exitCode().code();
    }
    failure.printStackTrace(command.getErr());
    new Complaints(command.getErr())
        .tell(
            new Reason(
                "internal",
                "Something that nobody foresaw: " + failure + ".",
                "Report it, with the lines above."));
    return ExitCode.FAILED.code();
  }

  /** Answers {@code --version}. */
  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "headrace " + Version.CURRENT, "Java " + System.getProperty("java.runtime.version")
      };
    }
  }
}
