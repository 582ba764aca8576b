package dev.headrace.log;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own transactional producers, and what readers see of their work. */
final class Transactors {

  private static final int PATIENCE_MILLIS = 30_000;

  private Transactors() {}

  /** A producer that has taken its transactional id. */
  static KafkaProducer<String, String> producer(GroupNode node, String transactionalId) {
    return producer(node, transactionalId, Map.of());
  }

  static KafkaProducer<String, String> producer(
      GroupNode node, String transactionalId, Map<String, Object> overrides) {
    KafkaProducer<String, String> producer = newProducer(node, transactionalId, overrides);
    producer.initTransactions();
    return producer;
  }

  /** A producer that has not yet taken its transactional id. */
  static KafkaProducer<String, String> newProducer(
      GroupNode node, String transactionalId, Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>(node.clientConfig());
    config.put("transactional.id", transactionalId);
    config.put("max.block.ms", PATIENCE_MILLIS);
    config.put("delivery.timeout.ms", PATIENCE_MILLIS);
    config.put("request.timeout.ms", 10_000);
    config.put("reconnect.backoff.max.ms", 100);
    config.putAll(overrides);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** One value to each partition; waits until they are taken. */
  static void sendToAll(KafkaProducer<String, String> producer, String value) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = 0; i < GroupNode.PARTITIONS; i++) {
      sent.add(producer.send(new ProducerRecord<>(GroupNode.TOPIC, i, null, value)));
    }
    for (Future<?> each : sent) {
      each.get(PATIENCE_MILLIS / 1000, SECONDS);
    }
  }

  static void commitToAll(KafkaProducer<String, String> producer, String value) throws Exception {
    producer.beginTransaction();
    sendToAll(producer, value);
    producer.commitTransaction();
  }

  /** What a consumer of committed records sees of each partition, up to its present end. */
  static List<List<String>> committed(GroupNode node) {
    return read(node, "read_committed");
  }

  /** To the present ends, which for committed records are where the first open ones begin. */
  static List<List<String>> read(GroupNode node, String isolation) {
    Map<String, Object> config = new HashMap<>(node.clientConfig());
    config.put("isolation.level", isolation);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, GroupNode.PARTITIONS)
              .mapToObj(i -> new TopicPartition(GroupNode.TOPIC, i))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      List<List<String>> values = new ArrayList<>();
      all.forEach(_ -> values.add(new ArrayList<>()));
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          values.get(record.partition()).add(record.value());
        }
      }
      return values;
    }
  }
}
