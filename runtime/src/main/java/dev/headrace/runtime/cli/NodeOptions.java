package dev.headrace.runtime.cli;

import dev.headrace.runtime.config.NodeSettingsSource;
import dev.headrace.runtime.config.NodeSettingsSource.Flag;
import dev.headrace.runtime.config.NodeSettingsSource.Loaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that set up a node; the short ones are settings too. */
final class NodeOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Node settings, one JSON object. What follows here wins over it.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (data.dir, default ./data).")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "Where Kafka clients connect (kafka.listen, default 127.0.0.1:9092); port 0 takes a free"
              + " one.")
  private Optional<String> kafka = Optional.empty();

  @Option(
      names = "--rest",
      paramLabel = "HOST:PORT",
      description = "Where REST answers (rest.listen, default 127.0.0.1:8083).")
  private Optional<String> rest = Optional.empty();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "One folder per plugin (plugins.dir, default ./plugins).")
  private Optional<String> plugins = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "HOST:PORT",
      description =
          "A Kafka cluster to use as the log, in place of the built-in one"
              + " (log.bootstrap.servers); several addresses with commas.")
  private Optional<String> log = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other node setting; may be given several times.")
  private List<String> assignments = new ArrayList<>();

  /** All of it together, checked. */
  Loaded load() {
    List<Flag> flags =
        Stream.of(
                flag("--data", "data.dir", data),
                flag("--kafka", "kafka.listen", kafka),
                flag("--rest", "rest.listen", rest),
                flag("--plugins", "plugins.dir", plugins),
                flag("--log", "log.bootstrap.servers", log))
            .flatMap(Optional::stream)
            .toList();
    return NodeSettingsSource.load(config, assignments, flags);
  }

  private static Optional<Flag> flag(String option, String key, Optional<String> given) {
    return given.map(value -> new Flag(option, key, value));
  }
}
