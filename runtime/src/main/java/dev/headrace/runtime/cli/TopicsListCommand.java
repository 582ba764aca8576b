package dev.headrace.runtime.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headrace topics list}. */
@Command(name = "list", description = "Lists topics.", mixinStandardHelpOptions = true)
final class TopicsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private NodeAddress address;

  @Option(names = "--internal", description = "Also those that the node keeps for itself.")
  private boolean internal;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    KafkaNode node = new KafkaNode(address.bootstrapServers());
    PrintWriter out = spec.commandLine().getOut();
    try (Admin admin = node.admin()) {
      List<String> names =
          node
              .answer(admin.listTopics(new ListTopicsOptions().listInternal(internal)).names(), "")
              .stream()
              .filter(name -> internal || !name.startsWith("__"))
              .sorted()
              .toList();
      if (json) {
        out.println(new JsonMapper().writeValueAsString(names));
      } else {
        names.forEach(out::println);
      }
      out.flush();
    }
    return ExitCode.DONE.code();
  }
}
