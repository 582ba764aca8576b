package dev.headrace.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headrace topics}: the topics of a running node, as any Kafka client sees them. */
@Command(
    name = "topics",
    description =
        "Lists, creates, describes, deletes, reads and writes topics of a running node, and tells"
            + " their schemas.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TopicsListCommand.class,
      TopicsCreateCommand.class,
      TopicsDescribeCommand.class,
      TopicsDeleteCommand.class,
      TopicsReadCommand.class,
      TopicsWriteCommand.class,
      TopicsSchemaCommand.class
    })
final class TopicsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE.code();
  }
}
