package dev.headrace.compatibility.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Opens clients to a node. */
record Clients(String bootstrapServers) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  Admin admin() {
    return Admin.create(config(Map.of()));
  }

  KafkaProducer<String, String> producer(Map<String, Object> overrides) {
    return new KafkaProducer<>(config(overrides), new StringSerializer(), new StringSerializer());
  }

  KafkaConsumer<String, String> consumer(Map<String, Object> overrides) {
    Map<String, Object> config = config(overrides);
    config.putIfAbsent("auto.offset.reset", "earliest");
    config.putIfAbsent("enable.auto.commit", false);
    config.putIfAbsent("heartbeat.interval.ms", 100);
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  private Map<String, Object> config(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(overrides);
    config.put("bootstrap.servers", bootstrapServers);
    config.put("enable.metrics.push", false);
    return config;
  }

  void create(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      done(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
    }
  }

  /** The values of committed records in a topic of one partition. */
  List<String> committed(String topic) {
    TopicPartition only = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        consumer(Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only)).get(only);
      while (consumer.position(only) < end) {
        consumer.poll(POLL).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  /** Polls until so many records have come. */
  static List<ConsumerRecord<String, String>> read(
      KafkaConsumer<String, String> consumer, int count) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    until(
        () -> {
          consumer.poll(POLL).forEach(records::add);
          return records.size() >= count;
        });
    return records;
  }

  /** Lets members poll until something holds. */
  static void pollUntil(List<KafkaConsumer<String, String>> members, BooleanSupplier condition) {
    until(
        () -> {
          members.forEach(member -> member.poll(POLL));
          return condition.getAsBoolean();
        });
  }

  private static void until(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      check(System.nanoTime() < giveUp, "nothing came for " + PATIENCE);
    }
  }

  static <T> T done(KafkaFuture<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  static void same(Object found, Object expected) {
    check(found.equals(expected), "expected " + expected + ", found " + found);
  }
}
