package dev.headrace.compatibility.clients;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** How clients read as groups. */
final class Groups {

  private Groups() {}

  static void share(Clients clients, String assignor) throws Exception {
    String topic = "shared-" + assignor;
    clients.create(topic, 4);
    Map<String, Object> config =
        Map.of(
            "group.id",
            topic,
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer." + assignor + "Assignor");
    try (KafkaConsumer<String, String> first = clients.consumer(config)) {
      first.subscribe(List.of(topic));
      Clients.pollUntil(List.of(first), () -> first.assignment().size() == 4);
      try (KafkaConsumer<String, String> second = clients.consumer(config)) {
        second.subscribe(List.of(topic));
        Clients.pollUntil(
            List.of(first, second),
            () -> first.assignment().size() == 2 && second.assignment().size() == 2);
      }
      Clients.pollUntil(List.of(first), () -> first.assignment().size() == 4);
    }
  }

  static void comeBackByName(Clients clients) throws Exception {
    clients.create("static", 2);
    Map<String, Object> config = Map.of("group.id", "static", "group.instance.id", "one");
    int generation;
    try (KafkaConsumer<String, String> member = clients.consumer(config)) {
      member.subscribe(List.of("static"));
      Clients.pollUntil(List.of(member), () -> member.assignment().size() == 2);
      generation = member.groupMetadata().generationId();
    }
    try (KafkaConsumer<String, String> member = clients.consumer(config)) {
      member.subscribe(List.of("static"));
      Clients.pollUntil(List.of(member), () -> member.assignment().size() == 2);
      Clients.same(member.groupMetadata().generationId(), generation);
    }
  }

  static void resume(Clients clients) throws Exception {
    clients.create("resumed", 1);
    try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("resumed", "v" + i)).get();
      }
    }
    Map<String, Object> config = Map.of("group.id", "resumed", "max.poll.records", 4);
    try (KafkaConsumer<String, String> member = clients.consumer(config)) {
      member.subscribe(List.of("resumed"));
      Clients.read(member, 4);
      member.commitSync();
    }
    try (KafkaConsumer<String, String> member = clients.consumer(config)) {
      member.subscribe(List.of("resumed"));
      Clients.same(
          Clients.read(member, 6).stream().map(ConsumerRecord::offset).toList(),
          List.of(4L, 5L, 6L, 7L, 8L, 9L));
      member.commitAsync();
      Clients.same(member.committed(Set.of(new TopicPartition("resumed", 0))).size(), 1);
    }
  }
}
