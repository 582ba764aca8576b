package dev.headrace.log;

import dev.headrace.log.broker.NewTopic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** An engine that serves Kafka's own clients, and can be started again at the same address. */
public final class GroupNode implements AutoCloseable {

  static final String TOPIC = "orders";
  static final int PARTITIONS = 4;
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Path directory;
  private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private LogEngine engine;

  private GroupNode(Path directory) throws Exception {
    this.directory = directory;
    engine = open();
  }

  /** A node with one topic of four partitions. */
  public static GroupNode start(Path directory) throws Exception {
    GroupNode node = new GroupNode(directory);
    node.create(TOPIC);
    return node;
  }

  private LogEngine open() throws Exception {
    LogEngine opened = LogEngine.open(EngineSettings.of(directory));
    address = opened.listen(address).address();
    return opened;
  }

  void create(String topic) throws Exception {
    engine
        .topics()
        .create(NewTopic.of(topic, PARTITIONS))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  void restart() throws Exception {
    engine.close();
    engine = open();
  }

  public LogEngine engine() {
    return engine;
  }

  public InetSocketAddress address() {
    return address;
  }

  Map<String, Object> clientConfig() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + address.getPort());
  }

  Admin admin() {
    return Admin.create(clientConfig());
  }

  /** Tells the group {@code readers} how often members of the consumer protocol are to show up. */
  void beatEach(int millis) throws Exception {
    ConfigEntry interval =
        new ConfigEntry("consumer.heartbeat.interval.ms", Integer.toString(millis));
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, "readers"),
                  List.of(new AlterConfigOp(interval, AlterConfigOp.OpType.SET))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** Writes one record to each partition. */
  void write(String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(clientConfig(), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < PARTITIONS; i++) {
        producer.send(new ProducerRecord<>(TOPIC, i, null, value)).get(30, TimeUnit.SECONDS);
      }
    }
  }

  /** A member of the group {@code readers} that has subscribed and not yet joined. */
  public KafkaConsumer<String, String> member(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(clientConfig());
    config.put("group.id", "readers");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    config.put("heartbeat.interval.ms", 100);
    config.put("session.timeout.ms", 6_000);
    config.putAll(overrides);
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(TOPIC));
    return consumer;
  }

  /** Likewise, by the consumer protocol (KIP-848), where the node says how often to heartbeat. */
  KafkaConsumer<String, String> consumer(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(clientConfig());
    config.put("group.id", "readers");
    config.put("group.protocol", "consumer");
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    config.putAll(overrides);
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(TOPIC));
    return consumer;
  }

  /** Lets the members poll until they share all partitions, each with as many as the others. */
  public static void awaitShared(Collection<KafkaConsumer<String, String>> members) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              members.forEach(member -> member.poll(SHORT));
              Set<TopicPartition> all = new HashSet<>();
              members.forEach(member -> all.addAll(member.assignment()));
              return all.size() == PARTITIONS
                  && members.stream()
                      .allMatch(m -> m.assignment().size() == PARTITIONS / members.size());
            });
  }

  /** Polls until so many records have come. */
  static Set<String> read(KafkaConsumer<String, String> member, int count) {
    Set<String> values = new HashSet<>();
    int[] read = {0};
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              member
                  .poll(SHORT)
                  .forEach(
                      record -> {
                        values.add(record.value());
                        read[0]++;
                      });
              return read[0] >= count;
            });
    return values;
  }

  static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  @Override
  public void close() throws Exception {
    engine.close();
  }
}
