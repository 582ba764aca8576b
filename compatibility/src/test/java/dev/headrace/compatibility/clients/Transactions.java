package dev.headrace.compatibility.clients;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/** What a client writes in transactions. */
final class Transactions {

  private Transactions() {}

  static void commitAndAbort(Clients clients) throws Exception {
    clients.create("bookings", 1);
    try (KafkaProducer<String, String> producer = transactional(clients, "booker")) {
      for (int i = 0; i < 6; i++) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("bookings", "v" + i)).get();
        if (i % 2 == 0) {
          producer.commitTransaction();
        } else {
          producer.abortTransaction();
        }
      }
    }
    Clients.same(clients.committed("bookings"), List.of("v0", "v2", "v4"));
  }

  static void fence(Clients clients) throws Exception {
    clients.create("fenced", 1);
    try (KafkaProducer<String, String> first = transactional(clients, "twice")) {
      first.beginTransaction();
      first.send(new ProducerRecord<>("fenced", "late")).get();
      try (KafkaProducer<String, String> second = transactional(clients, "twice")) {
        second.beginTransaction();
        second.send(new ProducerRecord<>("fenced", "second")).get();
        second.commitTransaction();
      }
      Clients.check(isFenced(first), "the first of two producers commits");
    }
    Clients.same(clients.committed("fenced"), List.of("second"));
  }

  private static boolean isFenced(KafkaProducer<String, String> producer) {
    try {
      producer.commitTransaction();
      return false;
    } catch (ProducerFencedException _) {
      return true;
    }
  }

  /** From one topic into another, with the group's offsets. */
  static void copyExactlyOnce(Clients clients) throws Exception {
    clients.create("from", 1);
    clients.create("to", 1);
    try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>("from", "v" + i)).get();
      }
    }
    TopicPartition from = new TopicPartition("from", 0);
    try (KafkaConsumer<String, String> consumer =
            clients.consumer(Map.of("group.id", "copier", "max.poll.records", 5));
        KafkaProducer<String, String> producer = transactional(clients, "copier")) {
      consumer.subscribe(List.of("from"));
      for (int round = 0; round < 2; round++) {
        producer.beginTransaction();
        List<ConsumerRecord<String, String>> records = Clients.read(consumer, 5);
        for (ConsumerRecord<String, String> record : records) {
          producer.send(new ProducerRecord<>("to", record.value())).get();
        }
        producer.sendOffsetsToTransaction(
            Map.of(from, new OffsetAndMetadata(records.getLast().offset() + 1)),
            consumer.groupMetadata());
        producer.commitTransaction();
      }
      Clients.same(consumer.committed(Set.of(from)).get(from).offset(), 10L);
    }
    Clients.same(clients.committed("to"), clients.committed("from"));
  }

  private static KafkaProducer<String, String> transactional(Clients clients, String id) {
    KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", id));
    producer.initTransactions();
    return producer;
  }
}
