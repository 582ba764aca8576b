package dev.headrace.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's clients: one writes the same value to two topics as a transaction, a group reads. */
final class PairClients {

  static final String LEFT = "left";
  static final String RIGHT = "right";

  private static final String GROUP = "readers";

  private final String bootstrapServers;

  /** Those that were to be committed. */
  private final Set<String> values = ConcurrentHashMap.newKeySet();

  private volatile int acknowledged;

  PairClients(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  int acknowledged() {
    return acknowledged;
  }

  Set<String> values() {
    return Set.copyOf(values);
  }

  void createTopics() throws Exception {
    try (Admin admin = Admin.create(config(Map.of()))) {
      admin
          .createTopics(
              List.of(new NewTopic(LEFT, 1, (short) 1), new NewTopic(RIGHT, 1, (short) 1)))
          .all()
          .get(Headrace.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Writes as long as there are to be more. Every fourth transaction is aborted. */
  void write(BooleanSupplier more) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            config(Map.of("transactional.id", "pairs")),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      int committed = 0;
      for (int number = 0; more.getAsBoolean(); number++) {
        boolean commits = number % 4 > 0;
        String value = (commits ? "kept-" : "dropped-") + number;
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(LEFT, value));
        producer.send(new ProducerRecord<>(RIGHT, value));
        // The client looks for batches on their way a moment before it takes the next request: with
        // none to wait for, a commit cannot overtake its own records there.
        producer.flush();
        if (commits) {
          values.add(value);
          producer.commitTransaction();
          acknowledged = ++committed;
        } else {
          producer.abortTransaction();
        }
      }
    }
  }

  /** Reads as a member of a group, and commits what it has read. */
  void read(BooleanSupplier isEnough) {
    Map<String, Object> member = Map.of("group.id", GROUP, "auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer = consumer(member)) {
      consumer.subscribe(List.of(LEFT));
      while (!isEnough.getAsBoolean()) {
        if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
          consumer.commitSync();
        }
      }
    }
  }

  long groupOffset() throws Exception {
    try (Admin admin = Admin.create(config(Map.of()))) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin
              .listConsumerGroupOffsets(GROUP)
              .partitionsToOffsetAndMetadata()
              .get(Headrace.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return offsets.get(new TopicPartition(LEFT, 0)).offset();
    }
  }

  long end(String topic) {
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  /** The values of a topic that a reader of committed records finds. */
  List<String> committed(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          found.add(record.value());
        }
      }
    }
    return found;
  }

  private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
    Map<String, Object> config = config(more);
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  private Map<String, Object> config(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", bootstrapServers);
    config.put("enable.metrics.push", false);
    return config;
  }
}
