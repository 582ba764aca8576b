package dev.headrace.compatibility.clients;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a client writes and reads. */
final class Records {

  private static final int COUNT = 1_000;

  private Records() {}

  /** Into a topic that is made by writing. */
  static void writeAndRead(Clients clients, String codec) {
    String topic = "codec-" + codec;
    List<String> values = IntStream.range(0, COUNT).mapToObj(i -> "Größe " + i).toList();
    try (KafkaProducer<String, String> producer =
        clients.producer(Map.of("compression.type", codec, "enable.idempotence", true))) {
      values.forEach(value -> producer.send(new ProducerRecord<>(topic, value)));
    }
    try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of("group.id", topic))) {
      consumer.subscribe(List.of(topic));
      Clients.same(
          Clients.read(consumer, COUNT).stream().map(ConsumerRecord::value).toList(), values);
    }
  }

  static void keepHeadersAndTimestamps(Clients clients) throws Exception {
    clients.create("headers", 1);
    TopicPartition partition = new TopicPartition("headers", 0);
    long time = System.currentTimeMillis() - 5_000;
    ProducerRecord<String, String> written =
        new ProducerRecord<>("headers", 0, time, "key", (String) null);
    written.headers().add("h", "ü".getBytes(StandardCharsets.UTF_8)).add("empty", null);
    try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
      producer.send(written).get();
    }
    try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      ConsumerRecord<String, String> read = Clients.read(consumer, 1).getFirst();
      Clients.same(read.headers(), written.headers());
      Clients.same(read.timestamp(), time);
      Clients.check(read.value() == null, "a tombstone has a value");
      Clients.same(consumer.offsetsForTimes(Map.of(partition, time)).get(partition).offset(), 0L);
    }
  }

  static void writeWithAllAcks(Clients clients) throws Exception {
    clients.create("acks", 1);
    for (String acks : List.of("0", "1", "all")) {
      try (KafkaProducer<String, String> producer =
          clients.producer(Map.of("acks", acks, "enable.idempotence", false))) {
        producer.send(new ProducerRecord<>("acks", acks)).get();
      }
    }
    try (KafkaConsumer<String, String> consumer = clients.consumer(Map.of("group.id", "acks"))) {
      consumer.subscribe(List.of("acks"));
      Clients.same(
          Clients.read(consumer, 3).stream().map(ConsumerRecord::value).toList(),
          List.of("0", "1", "all"));
    }
  }
}
