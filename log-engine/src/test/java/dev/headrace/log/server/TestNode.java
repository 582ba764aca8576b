package dev.headrace.log.server;

import dev.headrace.log.broker.BrokerSettings;
import dev.headrace.log.broker.ClientQuotas;
import dev.headrace.log.broker.NewTopic;
import dev.headrace.log.broker.NodeConfigs;
import dev.headrace.log.broker.TopicConfigs;
import dev.headrace.log.protocol.AdminApis;
import dev.headrace.log.protocol.ApiHandler;
import dev.headrace.log.protocol.Dispatcher;
import dev.headrace.log.protocol.LogApis;
import dev.headrace.log.protocol.Node;
import dev.headrace.log.storage.DataSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A listener on a free port, in front of topics that do as little as will do. */
final class TestNode implements AutoCloseable {

  static final int PRODUCE_LIMIT_BYTES = 8 * 1024 * 1024;

  final PlainTopics topics;
  final KafkaListener listener;

  private TestNode(PlainTopics topics, KafkaListener listener) {
    this.topics = topics;
    this.listener = listener;
  }

  static TestNode start(Path folder) throws IOException {
    return start(folder, settings(16L * 1024 * 1024, Duration.ofSeconds(30)));
  }

  static TestNode start(Path folder, ListenerSettings settings) throws IOException {
    return start(folder, settings, new NoQuotas());
  }

  static TestNode start(Path folder, ListenerSettings settings, ClientQuotas quotas)
      throws IOException {
    PlainTopics topics = new PlainTopics(folder);
    AtomicLong nextProducerId = new AtomicLong(1000);
    TopicConfigs configs =
        topic ->
            topic.config().entrySet().stream()
                .map(
                    entry ->
                        new TopicConfigs.Entry(
                            entry.getKey(),
                            entry.getValue(),
                            TopicConfigs.Type.STRING,
                            TopicConfigs.Source.TOPIC,
                            ""))
                .toList();
    LogApis apis =
        new LogApis(
            new Node(1, "test-cluster"),
            BrokerSettings.defaults(),
            topics,
            topics.partitions(),
            () -> CompletableFuture.completedStage(nextProducerId.getAndIncrement()),
            new NoTransactions(),
            Set.of("hidden"));
    AdminApis admin =
        new AdminApis(
            apis.node(),
            topics,
            topics,
            configs,
            new NodeConfigs(apis.settings(), configs, List.of()),
            new NoGroupConfigs(),
            quotas,
            topics.partitions(),
            new DataSpace(folder),
            apis.hiddenTopics());
    List<ApiHandler<?, ?>> handlers = new ArrayList<>(apis.handlers());
    handlers.addAll(admin.handlers());
    Dispatcher dispatcher = new Dispatcher(handlers, PRODUCE_LIMIT_BYTES, quotas);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TestNode(topics, KafkaListener.open(anyPort, dispatcher, settings));
  }

  /** One that leaves clients alone after each request. */
  static TestNode throttling(Path folder, int millis) throws IOException {
    return start(
        folder, settings(16L * 1024 * 1024, Duration.ofSeconds(30)), new EveryoneExceeds(millis));
  }

  static ListenerSettings settings(long requestBytes, Duration frameGrace) {
    return new ListenerSettings(
        2,
        new ListenerSettings.Connections(1000, 1000, Duration.ofMinutes(10)),
        new ListenerSettings.Requests(PRODUCE_LIMIT_BYTES, requestBytes, 4, frameGrace),
        ListenerSettings.Responses.DEFAULTS,
        Duration.ofSeconds(3));
  }

  PlainPartition topic(String name) {
    topics.create(NewTopic.of(name, 1)).toCompletableFuture().join();
    return topics.partition(name, 0);
  }

  InetSocketAddress address() {
    return listener.address();
  }

  /** What every Kafka client needs. */
  Map<String, Object> clientConfig() {
    return Map.of(
        "bootstrap.servers",
        address().getAddress().getHostAddress() + ":" + address().getPort(),
        "request.timeout.ms",
        10_000,
        "default.api.timeout.ms",
        20_000,
        "enable.metrics.push",
        false);
  }

  static List<String> codecs() {
    return List.of("none", "gzip", "snappy", "lz4", "zstd");
  }

  @Override
  public void close() throws IOException {
    listener.close();
    topics.close();
  }
}
