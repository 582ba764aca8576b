package dev.headrace.runtime.cli;

import dev.headrace.connector.Guarantee;
import dev.headrace.runtime.NodeFile;
import dev.headrace.runtime.Version;
import dev.headrace.runtime.connector.ConnectorConfig;
import dev.headrace.runtime.connector.ConnectorStatus;
import dev.headrace.runtime.connector.ConnectorStatus.Kind;
import dev.headrace.runtime.connector.Connectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code run} says first: where everything is, what moves where, and what to try next.
 *
 * @param command how the user called this program
 */
record Banner(String command, Path dataDirectory, NodeFile addresses, List<Moving> moving) {

  /** The settings that say best what the far side is; the first that is there is shown. */
  private static final List<String> FAR_SIDE = List.of("path", "url", "table", "tables", "query");

  /** A connector that was started. */
  record Moving(ConnectorConfig config, ConnectorStatus status) {

    private String line(int nameWidth) {
      String topics = "topic " + String.join(", ", status.topics());
      String way =
          switch (status.kind()) {
            case SOURCE -> farSide() + " → " + topics;
            case SINK -> topics + " → " + farSide();
            case UNKNOWN -> "cannot be used: " + status.trace().orElse("");
          };
      return ("  %-" + nameWidth + "s  %s  (%s)").formatted(config.name(), way, note());
    }

    private String note() {
      return switch (status.state()) {
        case PAUSED -> "paused";
        case STOPPED -> "stopped";
        default -> words(status.guarantee().level());
      };
    }

    private String farSide() {
      Map<String, String> settings = config.settings();
      return FAR_SIDE.stream()
          .flatMap(key -> Optional.ofNullable(settings.get(key)).stream())
          .findFirst()
          .orElseGet(() -> settings.getOrDefault("connector.class", config.name()));
    }

    private boolean readsAFile() {
      return status.kind() == Kind.SOURCE && config.settings().containsKey("path");
    }

    private static String words(Guarantee.Level level) {
      return switch (level) {
        case EXACTLY_ONCE -> "exactly once";
        case AT_LEAST_ONCE -> "at least once";
      };
    }
  }

  static Banner of(String command, Path dataDirectory, NodeFile addresses, Connectors connectors) {
    List<Moving> moving =
        connectors.names().stream()
            .flatMap(
                name ->
                    connectors
                        .config(name)
                        .flatMap(
                            config ->
                                connectors.status(name).map(status -> new Moving(config, status)))
                        .stream())
            .toList();
    return new Banner(command, dataDirectory, addresses, moving);
  }

  /** Where everything is, and what was started. */
  Stream<String> lines() {
    int width = moving.stream().mapToInt(one -> one.config().name().length()).max().orElse(0);
    Stream<String> node =
        Stream.of(
            "Headrace " + Version.CURRENT,
            "  data   " + dataDirectory.toAbsolutePath().normalize(),
            "  Kafka  " + addresses.kafka(),
            "  REST   http://" + addresses.rest());
    Stream<String> connectors =
        moving.isEmpty()
            ? Stream.of("no connectors; create some over REST, or name their files")
            : Stream.of("moving");
    return Stream.of(node, connectors, moving.stream().map(one -> one.line(width)))
        .flatMap(lines -> lines);
  }

  /** What a newcomer may do now. */
  Stream<String> tryNext() {
    Stream<String> append =
        moving.stream()
            .filter(Moving::readsAFile)
            .limit(1)
            .map(source -> "  append a line to " + source.farSide() + " and watch it arrive");
    Stream<String> read =
        moving.stream()
            .flatMap(one -> one.status().topics().stream())
            .limit(1)
            .flatMap(
                topic ->
                    Stream.of(
                        "  %s topics read %s --max 3%s".formatted(command, topic, dataOption()),
                        "  kcat -C -b %s -t %s -c 3".formatted(addresses.kafka(), topic)));
    Stream<String> ask =
        Stream.of(
            "  curl -s 'http://%s/connectors?expand=status'".formatted(addresses.rest()),
            "Ctrl-C stops; the next start goes on where this one ended.");
    return Stream.of(Stream.of("try next"), append, read, ask).flatMap(lines -> lines);
  }

  private String dataOption() {
    return dataDirectory.equals(Path.of("data")) ? "" : " --data " + dataDirectory;
  }
}
