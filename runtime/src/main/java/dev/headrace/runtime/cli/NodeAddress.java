package dev.headrace.runtime.cli;

import dev.headrace.connector.Reason;
import dev.headrace.runtime.NodeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which node a command talks to. */
final class NodeAddress {

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Where the node listens for Kafka clients; wins over --data.")
  private Optional<String> kafka = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data directory of a running node (default ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  /** Where Kafka clients reach the node. */
  String bootstrapServers() {
    return kafka.orElseGet(() -> running(data, "--kafka").kafka());
  }

  /**
   * The node that runs on a data directory.
   *
   * @param option with which it can be named otherwise
   */
  static NodeFile running(Path data, String option) {
    try {
      Optional<NodeFile> node = NodeFile.read(data);
      if (node.isPresent()) {
        return node.get();
      }
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          new Reason(
              "node.file",
              "%s/node.json cannot be read: %s.".formatted(data, unreadable.getMessage()),
              "Name the node's address with " + option + " HOST:PORT."),
          unreadable);
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        new Reason(
            "node.none",
            "No node runs on the data directory " + data + ".",
            "Start one with `headrace run`, or name another with --data DIR or "
                + option
                + " HOST:PORT."));
  }
}
