package dev.headrace.log.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/** Kafka's own clients, with time-outs that fit faults of a second or two. */
record Clients(String bootstrapServers) {

  static final String TOPIC = "queue";
  static final int PARTITIONS = 3;
  static final String COPIES = "copies";

  static List<TopicPartition> partitions() {
    return partitions(TOPIC);
  }

  static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  static ProducerRecord<Long, Long> record(int partition, long value) {
    return new ProducerRecord<>(TOPIC, partition, value, value);
  }

  static ProducerRecord<Long, Long> copy(int partition, long value) {
    return new ProducerRecord<>(COPIES, partition, value, value);
  }

  static List<Event.Read> reads(ConsumerRecords<Long, Long> records) {
    return StreamSupport.stream(records.spliterator(), false).map(Clients::read).toList();
  }

  private static Event.Read read(ConsumerRecord<Long, Long> record) {
    return new Event.Read(record.partition(), record.offset(), record.value());
  }

  /** A producer that is idempotent, and waits for all. */
  KafkaProducer<Long, Long> producer() {
    return producer(Map.of());
  }

  KafkaProducer<Long, Long> transactional(String id) {
    return producer(Map.of("transactional.id", id, "transaction.timeout.ms", 20_000));
  }

  private KafkaProducer<Long, Long> producer(Map<String, Object> more) {
    Map<String, Object> config = common();
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("max.block.ms", 15_000);
    config.put("request.timeout.ms", 3_000);
    config.put("delivery.timeout.ms", 15_000);
    config.putAll(more);
    return new KafkaProducer<>(config, new LongSerializer(), new LongSerializer());
  }

  /** Leaves no transaction open under an id: the end of the partitions would not be seen. */
  void settle(String transactionalId) {
    boolean isSettled = false;
    while (!isSettled && !Thread.currentThread().isInterrupted()) {
      try (Abandoned producer = new Abandoned(transactional(transactionalId))) {
        producer.it().initTransactions();
        isSettled = true;
      } catch (KafkaException _) {
        isSettled = false;
      }
    }
  }

  /** A consumer of all partitions from their first records on. */
  KafkaConsumer<Long, Long> assigned(String isolation) {
    return assigned(TOPIC, isolation);
  }

  KafkaConsumer<Long, Long> assigned(String topic, String isolation) {
    KafkaConsumer<Long, Long> consumer = consumer(Map.of("isolation.level", isolation));
    consumer.assign(partitions(topic));
    consumer.seekToBeginning(partitions(topic));
    return consumer;
  }

  /** A consumer that is to subscribe as a member of a group. */
  KafkaConsumer<Long, Long> member(String group, String protocol) {
    Map<String, Object> config = new HashMap<>();
    config.put("isolation.level", "read_committed");
    config.put("group.id", group);
    config.put("group.protocol", protocol);
    config.put("auto.offset.reset", "earliest");
    if (protocol.equals("classic")) {
      config.put("session.timeout.ms", 6_000);
      config.put("heartbeat.interval.ms", 500);
    }
    return consumer(config);
  }

  private KafkaConsumer<Long, Long> consumer(Map<String, Object> more) {
    Map<String, Object> config = common();
    config.put("enable.auto.commit", false);
    config.put("request.timeout.ms", 5_000);
    config.put("default.api.timeout.ms", 15_000);
    config.put("fetch.max.wait.ms", 100);
    config.put("max.poll.records", 50);
    config.putAll(more);
    return new KafkaConsumer<>(config, new LongDeserializer(), new LongDeserializer());
  }

  private Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("reconnect.backoff.ms", 20);
    config.put("reconnect.backoff.max.ms", 200);
    config.put("retry.backoff.ms", 20);
    config.put("retry.backoff.max.ms", 200);
    config.put("enable.metrics.push", false);
    return config;
  }
}
