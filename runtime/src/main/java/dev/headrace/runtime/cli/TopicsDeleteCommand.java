package dev.headrace.runtime.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics delete}. */
@Command(
    name = "delete",
    description = "Deletes topics with all that is in them.",
    mixinStandardHelpOptions = true)
final class TopicsDeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Their names.")
  private List<String> topics = List.of();

  @Override
  public Integer call() {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    try (Admin admin = node.admin()) {
      for (String topic : topics) {
        node.answer(admin.deleteTopics(List.of(topic)).all(), topic);
        spec.commandLine().getOut().println("deleted " + topic);
        spec.commandLine().getOut().flush();
      }
    }
    return ExitCode.DONE.code();
  }
}
