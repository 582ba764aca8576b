package dev.headrace.runtime.config;

import dev.headrace.connector.config.Checked;
import dev.headrace.connector.config.DataSize;
import dev.headrace.connector.config.Default;
import dev.headrace.connector.config.Doc;
import dev.headrace.connector.config.NotBlank;
import dev.headrace.connector.config.Problem;
import dev.headrace.connector.config.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings of a node; Kafka's names where Kafka has them. */
public record NodeSettings(
    @Doc("Where everything is kept.") @Default("data") Path dataDir,
    @Doc(
            "Where Kafka clients connect: host:port, port 0 for a free one; unused when a Kafka"
                + " cluster is the log.")
        @Default("127.0.0.1:9092")
        String kafkaListen,
    @Doc("Where REST and the browser connect: host:port, port 0 for a free one.")
        @Default("127.0.0.1:8083")
        String restListen,
    @Doc("The folder that holds one folder for each plugin.") @Default("plugins") Path pluginsDir,
    @Doc("Allows to listen beyond this machine without authentication and encryption.")
        @Default("false")
        boolean insecure,
    @Doc("The name that the workers of a cluster share; also in the names of writers.") @NotBlank
        Optional<String> groupId,
    LogSettings log,
    @Doc("How many partitions a topic has when nothing else is said.")
        @Default("1")
        @Range(from = "1", to = "10000")
        int numPartitions,
    @Doc("Whether a topic comes to be when a client asks for it.") @Default("true")
        boolean autoCreateTopicsEnable,
    @Doc("The largest record batch that is taken.")
        @Default("1048588")
        @Range(from = "1KiB", to = "100MiB")
        DataSize messageMaxBytes,
    @Doc("How many partitions the topic of the group offsets has.")
        @Default("4")
        @Range(from = "1", to = "50")
        int offsetsTopicNumPartitions,
    @Doc(
            "Whether old records wait for the sinks that have not read them, in topics that set"
                + " nothing.")
        @Default("false")
        boolean retentionHoldForSinks,
    @Doc(
            "For how many minutes offsets are kept of groups without members, and of topics that no"
                + " member reads; -1 for ever. Those of sinks are kept in any case.")
        @Default("-1")
        @Range(from = "-1")
        int offsetsRetentionMinutes,
    @Doc("How often, in milliseconds, it is looked for offsets that go.")
        @Default("600000")
        @Range(from = "1")
        long offsetsRetentionCheckIntervalMs,
    MaxSettings max,
    QueuedSettings queuedMax,
    @Doc("The longest request of a Kafka client.")
        @Default("100MiB")
        @Range(from = "1MiB", to = "1GiB")
        DataSize socketRequestMaxBytes,
    @Doc("How long, in milliseconds, a connection may be silent before it is closed.")
        @Default("600000")
        @Range(from = "1")
        long connectionsMaxIdleMs,
    @Doc("How long, in milliseconds, a request may take to arrive, and a second for each 100 KiB.")
        @Default("30000")
        @Range(from = "1")
        long requestReceiveTimeoutMs,
    @Doc("A client that takes nothing of its answers for so many milliseconds is closed.")
        @Default("60000")
        @Range(from = "1")
        long responseSendTimeoutMs)
    implements Checked {

  /** {@link #kafkaListen} in parts. */
  public ListenAddress kafkaAddress() {
    return ListenAddress.parse(kafkaListen).orElseThrow();
  }

  /** {@link #restListen} in parts. */
  public ListenAddress restAddress() {
    return ListenAddress.parse(restListen).orElseThrow();
  }

  @Override
  public List<Problem> problems() {
    return Stream.of(
            log.bootstrapServers().isPresent()
                ? Optional.<Problem>empty()
                : listening("kafka.listen", kafkaListen),
            listening("rest.listen", restListen),
            receiving(),
            log.bootstrapServers().flatMap(NodeSettings::reaching))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Problem> listening(String key, String text) {
    Optional<ListenAddress> address = ListenAddress.parse(text);
    if (address.isEmpty()) {
      return Optional.of(
          new Problem(
              "config.wrong-type",
              key,
              "`" + key + "` is \"" + text + "\"; expected is host:port.",
              "Set `" + key + "` to an address such as 127.0.0.1:9092, or [::1]:9092."));
    }
    if (insecure || address.get().isLoopback()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            "config.insecure",
            key,
            "`" + key + "` is " + text + ", which other machines can reach without a password.",
            "Listen on 127.0.0.1, or set `insecure` to true where the network is trusted."));
  }

  private Optional<Problem> receiving() {
    return queuedMax.requestBytes().compareTo(socketRequestMaxBytes) >= 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "config.not-allowed",
                "queued.max.request.bytes",
                "`queued.max.request.bytes` is %s, less than the longest request (%s)."
                    .formatted(queuedMax.requestBytes(), socketRequestMaxBytes),
                "Set it to at least `socket.request.max.bytes`, or that lower."));
  }

  private static Optional<Problem> reaching(String servers) {
    boolean allAreAddresses =
        Pattern.compile(",")
            .splitAsStream(servers)
            .map(String::strip)
            .allMatch(
                server -> ListenAddress.parse(server).filter(it -> it.port() > 0).isPresent());
    return allAreAddresses
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "config.wrong-type",
                "log.bootstrap.servers",
                "`log.bootstrap.servers` is \""
                    + servers
                    + "\"; expected is host:port, or several with commas.",
                "Set it to where the Kafka cluster listens, such as kafka1:9092,kafka2:9092."));
  }
}
