package dev.headrace.runtime.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headrace topics create}. */
@Command(name = "create", description = "Creates a topic.", mixinStandardHelpOptions = true)
final class TopicsCreateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Parameters(paramLabel = "TOPIC", description = "Its name.")
  private String topic = "";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "How many (default: num.partitions of the node).")
  private Optional<Integer> partitions = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A topic setting, such as cleanup.policy=compact; may be given several times.")
  private Map<String, String> settings = new TreeMap<>();

  @Override
  public Integer call() {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    try (Admin admin = node.admin()) {
      NewTopic wanted = new NewTopic(topic, partitions, Optional.empty()).configs(settings);
      node.answer(admin.createTopics(List.of(wanted)).all(), topic);
    }
    spec.commandLine().getOut().println("created " + topic);
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
