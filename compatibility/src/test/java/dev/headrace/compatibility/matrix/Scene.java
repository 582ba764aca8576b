package dev.headrace.compatibility.matrix;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One log in one script: the clients that are opened to it, and what is told of it. */
final class Scene implements AutoCloseable {

  /** Generous, since a build machine may be busy. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static final Duration POLL = Duration.ofMillis(50);

  private final String name;
  private final String bootstrapServers;
  private final Admin admin;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private int settled;

  private Scene(String name, String bootstrapServers) {
    this.name = name;
    this.bootstrapServers = bootstrapServers;
    this.admin = open(Admin.create(config(Map.of())));
  }

  /** Plays a script and returns what was told. */
  static List<String> play(Script script, String name, String bootstrapServers) throws Exception {
    try (Scene scene = new Scene(name, bootstrapServers)) {
      script.play(scene);
      return scene.told;
    }
  }

  /** The script's own, for topics, groups and transactional ids; the same on both logs. */
  String name() {
    return name;
  }

  Admin admin() {
    return admin;
  }

  TopicPartition partition(int index) {
    return new TopicPartition(name, index);
  }

  /** Creates the topic of the script's name, which keeps records of any time. */
  Uuid topic(int partitions) throws Exception {
    return topic(partitions, Map.of("retention.ms", "-1"));
  }

  Uuid topic(int partitions, Map<String, String> configs) throws Exception {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configs);
    Uuid id = done(admin.createTopics(List.of(topic)).topicId(name));
    Map<TopicPartition, OffsetSpec> offsets = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      offsets.put(partition(i), OffsetSpec.latest());
    }
    settle();
    done(admin.listOffsets(offsets).all());
    return id;
  }

  /**
   * Waits until the log tells what was decided before. Kafka answers when its controller has
   * decided, and its broker learns all that in order.
   */
  void settle() throws Exception {
    String last = name + "-settled-" + settled++;
    done(admin.createTopics(List.of(new NewTopic(last, 1, (short) 1))).all());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> done(admin.listTopics().names()).contains(last));
  }

  /** A producer that is closed behind the script. */
  KafkaProducer<String, String> producer(Map<String, Object> overrides) {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(config(overrides), new StringSerializer(), new StringSerializer());
    opened.push(() -> producer.close(Duration.ZERO));
    return producer;
  }

  /** A consumer that is closed behind the script, unless it is before. */
  KafkaConsumer<String, String> consumer(Map<String, Object> overrides) {
    return open(
        new KafkaConsumer<>(config(overrides), new StringDeserializer(), new StringDeserializer()));
  }

  /** Closes what is opened behind the script. */
  <T extends AutoCloseable> T open(T client) {
    opened.push(client);
    return client;
  }

  private Map<String, Object> config(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("enable.metrics.push", false);
    config.put("reconnect.backoff.ms", 50);
    config.put("retry.backoff.ms", 20);
    config.putAll(overrides);
    return config;
  }

  /** These settings and one more. */
  static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(name, value);
    return all;
  }

  /** For those who speak without a client. */
  InetSocketAddress address() {
    int colon = bootstrapServers.lastIndexOf(':');
    return new InetSocketAddress(
        bootstrapServers.substring(0, colon),
        Integer.parseInt(bootstrapServers.substring(colon + 1)));
  }

  /** Tells what is to be compared. */
  void tell(String what, Object outcome) {
    told.add(what + ": " + outcome);
  }

  /** Tells what comes of something that may be refused. */
  void tellOf(String what, Callable<?> deed) throws Exception {
    try {
      tell(what, deed.call());
    } catch (KafkaException | ExecutionException refused) {
      tell(what, reason(refused));
    }
  }

  /** Its class, which clients act by; the words are everybody's own. */
  private static String reason(Throwable refused) {
    Throwable reason = refused;
    while ((reason instanceof ExecutionException || reason.getClass() == KafkaException.class)
        && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason.getClass().getSimpleName();
  }

  /** What the script's group has committed, when no open transaction can change it. */
  Map<TopicPartition, OffsetAndMetadata> stable() throws Exception {
    return done(
        admin
            .listConsumerGroupOffsets(
                name, new ListConsumerGroupOffsetsOptions().requireStable(true))
            .partitionsToOffsetAndMetadata());
  }

  /** What a reader sees of the script's topic, from the first record to its present end. */
  List<String> records(String isolation) {
    return new Reading(consumer(Map.of("isolation.level", isolation)), name).all();
  }

  /** What must go well. */
  static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }
}
